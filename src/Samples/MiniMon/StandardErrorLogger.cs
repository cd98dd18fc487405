using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace MiniMon;

/// <summary>Writes what is logged to standard error, so that standard output has the address alone.</summary>
internal sealed class StandardErrorLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    public StandardErrorLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e => Console.Error.WriteLine(e));
    }
}

using Akka.Event;

namespace CephActors.Tool;

/// <summary>
/// Takes what actor systems say before their loggers have begun and after they have ended, which Akka would print on standard output
/// among the results, whatever <c>stdout-loglevel</c> says: errors go to standard error, the rest nowhere.
/// </summary>
internal sealed class LateLogger : MinimalLogger
{
    protected override void Log(object message)
    {
        if (message is Error error)
            Console.Error.WriteLine(error);
    }
}

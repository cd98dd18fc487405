using Akka.Actor;

namespace CephActors.Tool.Bench;

/// <summary>Handles messages of one type as a dispatcher actor.</summary>
internal sealed class BenchActor(Action<Connection, CephMessage> handle) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is MessageReceived received)
            handle(received.Connection, received.Message);
    }
}

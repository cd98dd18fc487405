using Akka.Actor;
using CephActors.Session;

namespace CephActors.Actors;

/// <summary>Empties the outbox of a handle on another node towards the messenger that has the connection, in order.</summary>
internal sealed class RemoteOutbox(ConnectionOutbox outbox, IActorRef relay, ulong connection)
{
    private readonly Lock _lock = new();

    public void Empty()
    {
        lock (_lock)
        {
            outbox.BeginTake();
            while (outbox.TryTake(out var item))
            {
                if (item is CephMessage message)
                {
                    outbox.Release(message);
                    relay.Tell(new RelayedMessage(connection, message), ActorRefs.NoSender);
                }
                else if (item is ConnectionCommand command)
                {
                    relay.Tell(new RelayedCommand(connection, ActionOf(command)), ActorRefs.NoSender);
                }
            }
        }
    }

    private static RelayedAction ActionOf(ConnectionCommand command)
    {
        if (command == ConnectionCommand.Keepalive)
            return RelayedAction.Keepalive;
        if (command == ConnectionCommand.MarkDown)
            return RelayedAction.MarkDown;
        return command == ConnectionCommand.MarkDisposable ? RelayedAction.MarkDisposable : RelayedAction.MarkDownAndNotify;
    }
}

using Akka.Actor;

namespace CephActors.Actors;

/// <summary>Takes requests for a <see cref="DumpResponder"/> before any dispatcher can: one that takes every type would.</summary>
internal sealed class DumpDoor(IActorRef responder) : IFastDispatcher
{
    public bool CanFastDispatch(MessageType type) => type is MessageType.MessengerDump;

    public void FastDispatch(Connection connection, CephMessage message) =>
        responder.Tell(new DumpResponder.Asked(connection, message.Tid), ActorRefs.NoSender);
}

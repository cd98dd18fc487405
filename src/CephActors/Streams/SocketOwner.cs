using Akka.Actor;

namespace CephActors.Streams;

/// <summary>One owner of a socket and the number it knows the socket by.</summary>
internal sealed class SocketOwner(IActorRef actor, long incarnation, SocketStream socket)
{
    private readonly WriterReady _writerReady = new(socket, incarnation);
    private int _endTold;

    public IActorRef Actor { get; } = actor;

    public long Incarnation { get; } = incarnation;

    public void TellWriterReady() => Actor.Tell(_writerReady, ActorRefs.NoSender);

    /// <summary>Tells the end, the first time it is called.</summary>
    public void TellEnd(SocketEnd end)
    {
        if (Interlocked.Exchange(ref _endTold, 1) == 0)
            Actor.Tell(new SocketTerminated(socket, Incarnation, end), ActorRefs.NoSender);
    }
}

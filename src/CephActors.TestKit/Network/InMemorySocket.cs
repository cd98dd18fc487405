using System.Net.Sockets;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>One end of an in-memory connection.</summary>
internal sealed class InMemorySocket(InMemoryTransport owner, SocketInfo info, InMemoryPipe incoming, InMemoryPipe outgoing)
{
    public SocketInfo Info { get; } = info;

    public InMemoryPipe Incoming { get; } = incoming;

    public InMemoryPipe Outgoing { get; } = outgoing;

    /// <summary>Ends this side in order: what was sent can still be read by the peer.</summary>
    public void Close()
    {
        owner.Forget(this);
        Incoming.Abandon();
        Outgoing.Finish();
    }

    /// <summary>Breaks both directions for both sides.</summary>
    public void Reset()
    {
        owner.Forget(this);
        var reason = new SocketException((int)SocketError.ConnectionReset);
        Incoming.Fail(reason);
        Outgoing.Fail(reason);
    }
}

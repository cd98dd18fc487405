using System.Net.Sockets;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>One end of an in-memory connection.</summary>
internal sealed class InMemorySocket
{
    private readonly InMemoryTransport _owner;

    /// <param name="owner">The network.</param>
    /// <param name="host">Whose end this is; null for somebody who has no name on the network.</param>
    /// <param name="peerHost">Whose end the other one is.</param>
    /// <param name="info">Its addresses.</param>
    /// <param name="incoming">What it reads from.</param>
    /// <param name="outgoing">What it writes to.</param>
    public InMemorySocket(
        InMemoryTransport owner, InMemoryHost? host, InMemoryHost? peerHost, SocketInfo info, InMemoryPipe incoming, InMemoryPipe outgoing)
    {
        _owner = owner;
        Host = host;
        PeerHost = peerHost;
        Info = info;
        Incoming = incoming;
        Outgoing = outgoing;
        incoming.ResetArrived = Break;
        incoming.Unwanted = outgoing.SendReset;
    }

    public InMemoryHost? Host { get; }

    public InMemoryHost? PeerHost { get; }

    /// <summary>What both ends of one connection have in common.</summary>
    public required object Pair { get; init; }

    public SocketInfo Info { get; }

    public InMemoryPipe Incoming { get; }

    public InMemoryPipe Outgoing { get; }

    /// <summary>Ends this side in order: what was sent can still be read by the peer.</summary>
    public void Close()
    {
        _owner.Forget(this);
        Incoming.Abandon();
        Outgoing.Finish();
    }

    /// <summary>Breaks this side; the peer's breaks when the reset reaches it.</summary>
    public void Reset()
    {
        Break();
        Outgoing.SendReset();
    }

    /// <summary>Breaks this side, and nobody is told.</summary>
    public void Break()
    {
        _owner.Forget(this);
        var reason = new SocketException((int)SocketError.ConnectionReset);
        Outgoing.FailWriter(reason);
        Incoming.FailReader(reason);
    }
}

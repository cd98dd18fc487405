namespace CephActors.Tool.Peers;

/// <summary>What the messenger tells about the connection to a peer.</summary>
internal abstract record PeerEvent
{
    /// <summary>The session is open.</summary>
    public sealed record Opened(Connection Connection) : PeerEvent;

    /// <summary>The connection is dead.</summary>
    public sealed record Died(Connection Connection, string Reason) : PeerEvent;

    /// <summary>Nobody listens there.</summary>
    public sealed record Refused(Connection Connection) : PeerEvent;

    /// <summary>Who is there and we do not get past authentication. A lossy connection over protocol v2 would go on trying.</summary>
    public sealed record NotTrusted(EntityAddressVector Peer, string Reason) : PeerEvent;

    /// <summary>An answer, with the stopwatch at its arrival.</summary>
    public sealed record Answered(Connection Connection, CephMessage Message, long At) : PeerEvent;
}

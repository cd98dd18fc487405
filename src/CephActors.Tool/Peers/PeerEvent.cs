namespace CephActors.Tool.Peers;

/// <summary>What the messenger tells about the connection to a peer.</summary>
internal abstract record PeerEvent(Connection Connection)
{
    /// <summary>The session is open.</summary>
    public sealed record Opened(Connection Connection) : PeerEvent(Connection);

    /// <summary>The connection is dead.</summary>
    public sealed record Died(Connection Connection, string Reason) : PeerEvent(Connection);

    /// <summary>Nobody listens there.</summary>
    public sealed record Refused(Connection Connection) : PeerEvent(Connection);

    /// <summary>An answer, with the stopwatch at its arrival.</summary>
    public sealed record Answered(Connection Connection, CephMessage Message, long At) : PeerEvent(Connection);
}

namespace CephActors.Tool.Pinging;

/// <summary>What the messenger tells about the connection that is pinged over.</summary>
internal abstract record PingEvent(Connection Connection)
{
    /// <summary>The session is open.</summary>
    public sealed record Opened(Connection Connection) : PingEvent(Connection);

    /// <summary>The connection is dead.</summary>
    public sealed record Died(Connection Connection, string Reason) : PingEvent(Connection);

    /// <summary>Nobody listens there.</summary>
    public sealed record Refused(Connection Connection) : PingEvent(Connection);

    /// <summary>An answer, with the stopwatch at its arrival.</summary>
    public sealed record Answered(Connection Connection, CephMessage Message, long At) : PingEvent(Connection);
}

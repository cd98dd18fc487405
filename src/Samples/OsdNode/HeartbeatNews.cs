namespace OsdNode;

/// <summary>What heartbeats have found out about a peer.</summary>
internal abstract record HeartbeatNews(int Peer)
{
    /// <summary>It answered on both ways, in these times.</summary>
    public sealed record Alive(int Peer, TimeSpan Front, TimeSpan Back) : HeartbeatNews(Peer);

    /// <summary>It has failed: what a real OSD would report to a monitor with MOSDFailure.</summary>
    public sealed record Failed(int Peer, string Reason) : HeartbeatNews(Peer);
}

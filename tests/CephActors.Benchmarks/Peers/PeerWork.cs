namespace CephActors.Benchmarks.Peers;

/// <summary>What all peers' work has in common.</summary>
internal static class PeerWork
{
    /// <summary>Bytes of a reply: as much as tells which request it answers.</summary>
    public const int ReplySize = sizeof(ulong);

    /// <summary>The longest request.</summary>
    public const int MaxSize = 64 << 20;
}

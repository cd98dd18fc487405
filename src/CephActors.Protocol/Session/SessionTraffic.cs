namespace CephActors.Session;

/// <summary>What has gone over a session since its connection was made. One thread counts, any thread reads.</summary>
internal sealed class SessionTraffic
{
    private long _replayed;

    /// <summary>Messages received in their turn; none twice.</summary>
    public MessageTally Received { get; } = new();

    /// <summary>Messages written, those written again included.</summary>
    public MessageTally Sent { get; } = new();

    /// <summary>Messages written once more, because the peer did not have them.</summary>
    public long Replayed
    {
        get => Volatile.Read(ref _replayed);
        set => Volatile.Write(ref _replayed, value);
    }
}

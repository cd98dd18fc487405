namespace CephActors.Configuration;

/// <summary>Bounds on what one connection holds for its peer, waiting and unacknowledged together; 0 is no bound.</summary>
internal sealed record OutQueueSettings
{
    /// <summary>Messages.</summary>
    public required int MaxMessages { get; init; }

    /// <summary>Bytes of payload.</summary>
    public required long MaxBytes { get; init; }

    public static OutQueueSettings Read(SettingsReader reader) => new()
    {
        MaxMessages = reader.Int("out-queue.max-messages", 0, int.MaxValue),
        MaxBytes = reader.Bytes("out-queue.max-bytes", 0, 1L << 40),
    };
}

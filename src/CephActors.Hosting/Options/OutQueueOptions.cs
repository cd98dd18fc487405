namespace CephActors.Hosting;

/// <summary>What one connection may hold for its peer, waiting and unacknowledged together; 0 is no bound.</summary>
public sealed class OutQueueOptions
{
    /// <summary>Messages. Key <c>max-messages</c>.</summary>
    public int? MaxMessages { get; set; }

    /// <summary>Bytes of payload. Key <c>max-bytes</c>.</summary>
    public long? MaxBytes { get; set; }

    internal void Write(HoconSection section)
    {
        section.Set("max-messages", (long?)MaxMessages);
        section.Set("max-bytes", MaxBytes);
    }
}

namespace CephActors.Hosting;

/// <summary>Received messages that may be alive at a time, per type of peer; 0 is no limit.</summary>
public sealed class PolicyThrottleOptions
{
    /// <summary>Bytes of payload. Key <c>bytes</c>.</summary>
    public long? Bytes { get; set; }

    /// <summary>Messages. Key <c>messages</c>.</summary>
    public int? Messages { get; set; }

    internal void Write(HoconSection section)
    {
        section.Set("bytes", Bytes);
        section.Set("messages", (long?)Messages);
    }
}

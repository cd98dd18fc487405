namespace CephActors.Tool.Bench;

/// <summary>A part of a bench that asks on and on, whose replies are counted by one thread at a time.</summary>
internal interface IBenchLane
{
    /// <summary>Replies that came.</summary>
    public long Answered { get; }

    /// <summary>Takes times from request to reply in ticks of the stopwatch, since it was set; null counts none.</summary>
    public LatencyHistogram? Latencies { set; }
}

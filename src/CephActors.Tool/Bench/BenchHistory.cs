namespace CephActors.Tool.Bench;

/// <summary>How a bench went, for pictures.</summary>
/// <param name="Counts">Replies since the beginning of the measurement, looked at every now and then.</param>
/// <param name="Latencies">How many requests took how long, in microseconds, from the shortest on.</param>
internal sealed record BenchHistory(IReadOnlyList<(TimeSpan At, long Messages)> Counts, IReadOnlyList<(double Microseconds, long Count)> Latencies)
{
    public static BenchHistory None { get; } = new([], []);
}

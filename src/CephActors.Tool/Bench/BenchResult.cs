using System.Text.Json;

namespace CephActors.Tool.Bench;

/// <summary>What a bench has found. Latencies in microseconds, from handing a request over to having its reply.</summary>
internal sealed record BenchResult(BenchLoad Load, BenchUsage Usage, double P50, double P99, double P999)
{
    /// <summary>How it went.</summary>
    public BenchHistory History { get; init; } = BenchHistory.None;

    /// <summary>A million bytes of request data a second.</summary>
    public double MegabytesPerSecond => Usage.MessagesPerSecond * Load.Size / 1e6;

    /// <summary>One JSON object in one line.</summary>
    public string ToJson() => JsonText.Object(Write);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("size", Load.Size);
        json.WriteNumber("depth", Load.Depth);
        json.WriteNumber("connections", Load.Connections);
        json.WriteNumber("seconds", Math.Round(Usage.Elapsed.TotalSeconds, 3));
        Usage.WriteMessages(json);
        json.WriteNumber("mb_per_s", Math.Round(MegabytesPerSecond, 2));
        json.WriteNumber("p50_us", Math.Round(P50, 1));
        json.WriteNumber("p99_us", Math.Round(P99, 1));
        json.WriteNumber("p999_us", Math.Round(P999, 1));
        Usage.WriteCosts(json);
    }
}

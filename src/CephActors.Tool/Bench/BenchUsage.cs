using System.Text.Json;

namespace CephActors.Tool.Bench;

/// <summary>What this process used in a while.</summary>
internal readonly record struct BenchUsage(TimeSpan Elapsed, long Messages, TimeSpan Cpu, long Allocated, int Gen0, int Gen1, int Gen2)
{
    public double MessagesPerSecond => Elapsed > TimeSpan.Zero ? Messages / Elapsed.TotalSeconds : 0;

    public double CpuMicrosecondsPerMessage => Cpu.TotalMicroseconds / Math.Max(1, Messages);

    public double AllocatedPerMessage => (double)Allocated / Math.Max(1, Messages);

    /// <summary>One JSON object in one line.</summary>
    public string ToJson() => JsonText.Object(WriteAll);

    /// <summary>How much was done, as members of the object that is being written.</summary>
    public void WriteMessages(Utf8JsonWriter json)
    {
        json.WriteNumber("messages", Messages);
        json.WriteNumber("msgs_per_s", Math.Round(MessagesPerSecond, 1));
    }

    /// <summary>What it took, as members of the object that is being written.</summary>
    public void WriteCosts(Utf8JsonWriter json)
    {
        json.WriteNumber("cpu_us_per_msg", Math.Round(CpuMicrosecondsPerMessage, 3));
        json.WriteNumber("alloc_bytes_per_msg", Math.Round(AllocatedPerMessage, 1));
        json.WriteNumber("gc0", Gen0);
        json.WriteNumber("gc1", Gen1);
        json.WriteNumber("gc2", Gen2);
    }

    private void WriteAll(Utf8JsonWriter json)
    {
        json.WriteNumber("seconds", Math.Round(Elapsed.TotalSeconds, 3));
        WriteMessages(json);
        WriteCosts(json);
    }
}

using System.Text.Json;

namespace CephActors.Tool.Demo;

/// <summary>What the demonstration found, both directions together. Rates are per second, MB are 10^6 bytes of payload.</summary>
internal sealed record DemoResult
{
    public required long Sent { get; init; }

    public required long Delivered { get; init; }

    public required long Lost { get; init; }

    public required long Duplicated { get; init; }

    public required long OutOfOrder { get; init; }

    /// <summary>Sockets cut while a session was open on them.</summary>
    public required int Cuts { get; init; }

    /// <summary>Times the session was opened again on another socket.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Messages written to a socket once more, because the one before took them with it.</summary>
    public required long Replayed { get; init; }

    public required double MessagesPerSecond { get; init; }

    public required double MegabytesPerSecond { get; init; }

    /// <summary>Median time from sending to delivery, in microseconds.</summary>
    public required double P50 { get; init; }

    /// <summary>99th percentile of the same.</summary>
    public required double P99 { get; init; }

    /// <summary>What was held, minute by minute; empty unless it ran for a time.</summary>
    public IReadOnlyList<MemorySample> Memory { get; init; } = [];

    /// <summary>By how many bytes the heap grew after the second minute.</summary>
    public long Growth => MemorySample.Growth(Memory);

    /// <summary>Why the demonstration did not come to its end; null if it did.</summary>
    public string? Failure { get; init; }

    /// <summary>What is wrong with this result; null if nothing is.</summary>
    public string? Verdict(DemoOptions options)
    {
        if (Failure is not null)
            return Failure;
        if (Misdelivered is { } misdelivered)
            return misdelivered;
        if (Cuts < options.Cuts)
            return $"only {Cuts} of {options.Cuts} cuts could be made";
        return options.Cuts > 0 && Replayed == 0 ? "no cut caused a replay" : null;
    }

    /// <summary>The same for traffic that was to hold for a time.</summary>
    public string? Verdict(SoakOptions options)
    {
        if ((Failure ?? Misdelivered) is { } wrong)
            return wrong;
        if (Growth > MemorySample.Noise)
            return $"the heap grew by {Growth >> 20} MiB after the second minute, more than the {MemorySample.Noise >> 20} MiB that are noise";
        return options.CutsPerMinute > 0 && Cuts == 0 && options.Duration > TimeSpan.FromMinutes(2) / options.CutsPerMinute ? "no cut could be made" : null;
    }

    private string? Misdelivered => Lost + Duplicated + OutOfOrder > 0
        ? $"{Lost} messages lost, {Duplicated} duplicated, {OutOfOrder} out of order"
        : null;

    /// <summary>One JSON object in one line.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("sent", Sent);
            json.WriteNumber("delivered", Delivered);
            json.WriteNumber("lost", Lost);
            json.WriteNumber("duplicated", Duplicated);
            json.WriteNumber("out_of_order", OutOfOrder);
            json.WriteNumber("cuts", Cuts);
            json.WriteNumber("reconnects", Reconnects);
            json.WriteNumber("replayed", Replayed);
            json.WriteNumber("msgs_per_s", Math.Round(MessagesPerSecond, 1));
            json.WriteNumber("mb_per_s", Math.Round(MegabytesPerSecond, 3));
            json.WriteNumber("p50_us", Math.Round(P50, 1));
            json.WriteNumber("p99_us", Math.Round(P99, 1));
            if (Memory.Count > 0)
                WriteMemory(json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private void WriteMemory(Utf8JsonWriter json)
    {
        json.WriteNumber("growth_bytes", Growth);
        json.WriteStartArray("memory");
        foreach (var sample in Memory)
        {
            json.WriteStartObject();
            json.WriteNumber("minute", Math.Round(sample.At.TotalMinutes, 2));
            json.WriteNumber("heap_bytes", sample.Heap);
            json.WriteNumber("resident_bytes", sample.Resident);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

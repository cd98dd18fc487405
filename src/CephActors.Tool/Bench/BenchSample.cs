using System.Diagnostics;

namespace CephActors.Tool.Bench;

/// <summary>What this process had used at a moment, and how many messages it had dealt with by then.</summary>
internal readonly record struct BenchSample(long Timestamp, long Messages, TimeSpan Cpu, long Allocated, int Gen0, int Gen1, int Gen2)
{
    public static BenchSample Take(long messages) => new(
        Stopwatch.GetTimestamp(),
        messages,
        Environment.CpuUsage.TotalTime,
        GC.GetTotalAllocatedBytes(precise: true),
        GC.CollectionCount(0),
        GC.CollectionCount(1),
        GC.CollectionCount(2));

    /// <summary>What was used since an earlier moment.</summary>
    public BenchUsage Since(in BenchSample earlier) => new(
        Stopwatch.GetElapsedTime(earlier.Timestamp, Timestamp),
        Messages - earlier.Messages,
        Cpu - earlier.Cpu,
        Allocated - earlier.Allocated,
        Gen0 - earlier.Gen0,
        Gen1 - earlier.Gen1,
        Gen2 - earlier.Gen2);
}

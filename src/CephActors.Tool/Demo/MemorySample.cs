namespace CephActors.Tool.Demo;

/// <summary>What the process held at a moment when nothing was under way and everything that could be was collected.</summary>
/// <param name="At">Time since the start.</param>
/// <param name="Heap">Bytes of live objects.</param>
/// <param name="Resident">Bytes of memory the process had from the system.</param>
internal sealed record MemorySample(TimeSpan At, long Heap, long Resident)
{
    /// <summary>What may be added to the heap after the second minute: pools and code settle by less than this.</summary>
    public const long Noise = 8 << 20;

    /// <summary>Collects and measures.</summary>
    public static MemorySample Take(TimeSpan at)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return new MemorySample(at, GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet);
    }

    /// <summary>By how many bytes the heap was greater at the end than after the second minute; 0 for a run that had no third.</summary>
    public static long Growth(IReadOnlyList<MemorySample> samples) =>
        samples.FirstOrDefault(s => s.At >= TimeSpan.FromMinutes(2)) is { } second ? samples[^1].Heap - second.Heap : 0;
}

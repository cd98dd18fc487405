using System.Diagnostics;
using System.Globalization;

namespace CephActors.Benchmarks.Idle;

/// <summary>What a process holds when everything that can be collected has been.</summary>
/// <param name="Heap">Bytes of live objects.</param>
/// <param name="Resident">Bytes of memory the process has from the system.</param>
internal readonly record struct Footprint(long Heap, long Resident)
{
    /// <summary>Collects and measures this process.</summary>
    public static Footprint Take()
    {
        // The second pass takes what finalizers of the first let go.
        for (var pass = 0; pass < 2; pass++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var self = Process.GetCurrentProcess();
        return new Footprint(GC.GetTotalMemory(forceFullCollection: false), self.WorkingSet64);
    }

    public static Footprint Parse(string text)
    {
        var numbers = text.Split(' ');
        return new Footprint(
            long.Parse(numbers[0], CultureInfo.InvariantCulture),
            long.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Heap} {Resident}");
}

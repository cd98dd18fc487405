using System.Numerics;

namespace CephActors.Tool;

/// <summary>
/// Counts times in classes that are 3 % wide, so that it holds as much after a day as after a second. One writer.
/// </summary>
internal sealed class LatencyHistogram
{
    /// <summary>Each power of two is divided into 32 classes.</summary>
    private const int Bits = 5;

    private readonly long[] _counts = new long[(64 - Bits + 1) << Bits];

    /// <summary>How many times were counted.</summary>
    public long Count => _counts.Sum();

    /// <summary>Counts a time, in any unit.</summary>
    public void Add(long time) => _counts[ClassOf((ulong)Math.Max(0, time))]++;

    /// <summary>The least time that at least this share of all times does not exceed, to 3 %; 0 if there is none.</summary>
    public static long Percentile(IReadOnlyCollection<LatencyHistogram> parts, double share)
    {
        var rank = (long)Math.Ceiling(share * parts.Sum(p => p.Count));
        var seen = 0L;
        for (var i = 0; rank > 0 && i < parts.First()._counts.Length; i++)
        {
            seen += parts.Sum(p => p._counts[i]);
            if (seen >= rank)
                return LeastOf(i);
        }

        return 0;
    }

    /// <summary>The least time of each class in which times were counted, from the shortest on, and how many.</summary>
    public static IEnumerable<(long Least, long Count)> Classes(IReadOnlyCollection<LatencyHistogram> parts)
    {
        for (var i = 0; i < parts.First()._counts.Length; i++)
        {
            if (parts.Sum(p => p._counts[i]) is var count and > 0)
                yield return (LeastOf(i), count);
        }
    }

    private static int ClassOf(ulong time)
    {
        var shift = Math.Max(0, BitOperations.Log2(time | 1) - Bits);
        return (int)(time >> shift) + (shift << Bits);
    }

    private static long LeastOf(int index)
    {
        var shift = Math.Max(0, (index >> Bits) - 1);
        return (long)(index - (shift << Bits)) << shift;
    }
}

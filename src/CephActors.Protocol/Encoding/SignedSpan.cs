using System.Globalization;

namespace CephActors;

/// <summary>
/// A length of time as Ceph writes it: seconds and nanoseconds, 4 + 4 bytes on the wire, both carrying the sign. Kept as received.
/// Ceph: <c>src/common/ceph_time.h</c>, <c>signedspan</c>.
/// </summary>
/// <param name="Seconds">Whole seconds.</param>
/// <param name="Nanoseconds">Nanoseconds on top, of the same sign.</param>
public readonly record struct SignedSpan(int Seconds, int Nanoseconds)
{
    internal const int WireSize = 8;

    private const int NanosecondsPerTick = 100;

    /// <summary>Converts a span; one beyond 68 years becomes the longest that fits.</summary>
    /// <param name="span">The span to convert.</param>
    public static SignedSpan From(TimeSpan span)
    {
        long seconds = span.Ticks / TimeSpan.TicksPerSecond;
        return seconds switch
        {
            > int.MaxValue => new SignedSpan(int.MaxValue, 999_999_999),
            < int.MinValue => new SignedSpan(int.MinValue, -999_999_999),
            _ => new SignedSpan((int)seconds, (int)(span.Ticks % TimeSpan.TicksPerSecond) * NanosecondsPerTick),
        };
    }

    /// <summary>The same length, without what is finer than 100 ns.</summary>
    public TimeSpan ToTimeSpan() => new((Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / NanosecondsPerTick));

    /// <summary>The span in seconds.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds + (Nanoseconds / 1e9m):0.000000000}");
}

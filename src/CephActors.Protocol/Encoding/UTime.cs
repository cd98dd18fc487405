using System.Globalization;

namespace CephActors;

/// <summary>
/// A moment as Ceph writes it: seconds and nanoseconds since 1970 (UTC), 4 + 4 bytes on the wire. It is kept as received,
/// finer than <see cref="DateTimeOffset"/> and even with more than 999 999 999 nanoseconds, because peers compare stamps they get back.
/// Ceph: <c>src/include/utime.h</c>, <c>utime_t</c>.
/// </summary>
/// <param name="Seconds">Whole seconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Nanoseconds">Nanoseconds on top.</param>
public readonly record struct UTime(uint Seconds, uint Nanoseconds)
{
    internal const int WireSize = 8;

    private const int NanosecondsPerTick = 100;

    /// <summary>Converts a time; one before 1970 becomes 0, one beyond 2106 the largest that fits.</summary>
    /// <param name="time">The time to convert.</param>
    public static UTime From(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        if (ticks < 0)
            return default;
        long seconds = ticks / TimeSpan.TicksPerSecond;
        return seconds > uint.MaxValue
            ? new UTime(uint.MaxValue, 999_999_999)
            : new UTime((uint)seconds, (uint)(ticks % TimeSpan.TicksPerSecond) * NanosecondsPerTick);
    }

    /// <summary>The same moment, without what is finer than 100 ns.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.UnixEpoch.AddTicks((Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / NanosecondsPerTick));

    /// <summary>Seconds, a dot, nine digits of nanoseconds.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds}.{Nanoseconds:D9}");
}

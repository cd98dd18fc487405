using System.Globalization;

namespace CephActors.Tool.Pictures;

/// <summary>Numbers and sizes as people read them.</summary>
internal static class Quantity
{
    /// <summary>With three significant digits, as in 1.25 M, 79.4 k or 251; a dash for what is not a number.</summary>
    public static string Short(double value) => value switch
    {
        double.NaN => "-",
        >= 999_500_000 => Digits(value / 1e9) + " G",
        >= 999_500 => Digits(value / 1e6) + " M",
        >= 9_995 => Digits(value / 1e3) + " k",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' '),
        _ => Digits(value),
    };

    /// <summary>A round number at an axis, with no more digits than it needs, as in 250 k.</summary>
    public static string Tick(double value) => value switch
    {
        >= 1e9 => Round(value / 1e9) + " G",
        >= 1e6 => Round(value / 1e6) + " M",
        >= 1e3 => Round(value / 1e3) + " k",
        _ => Round(value),
    };

    /// <summary>The next number that divides an axis into four well: 1, 2, 4 or 8 times a power of ten.</summary>
    public static double RoundUp(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 1))));
        return new[] { 1, 2, 4, 8, 10 }.Select(step => step * power).First(round => round >= value);
    }

    /// <summary>Bytes, as in 64 B, 4 KiB or 1 MiB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1 << 20 when bytes % (1 << 20) == 0 => $"{bytes >> 20} MiB",
        >= 1 << 10 when bytes % (1 << 10) == 0 => $"{bytes >> 10} KiB",
        _ => $"{bytes} B",
    };

    /// <summary>A count such as 999, 1.2k or 34M.</summary>
    public static string Compact(double value) => Scaled(value, 1000, ["", "k", "M", "G", "T"]);

    /// <summary>Bytes such as 512B, 1.2K or 34M; the letters stand for powers of 1024.</summary>
    public static string CompactBytes(double value) => Scaled(value, 1024, ["B", "K", "M", "G", "T"]);

    /// <summary>A time such as 0, 250us, 12ms, 3.4s or 5m.</summary>
    public static string Compact(TimeSpan time) => time.TotalSeconds switch
    {
        0 => "0",
        < 0.001 => Few(time.TotalMicroseconds) + "us",
        < 1 => Few(time.TotalMilliseconds) + "ms",
        < 60 => Few(time.TotalSeconds) + "s",
        < 3600 => Few(time.TotalMinutes) + "m",
        < 86_400 => Few(time.TotalHours) + "h",
        _ => Few(time.TotalDays) + "d",
    };

    private static string Round(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Digits(double value) =>
        value.ToString(value switch { >= 99.95 => "0", >= 9.995 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);

    private static string Scaled(double value, double step, ReadOnlySpan<string> units)
    {
        var unit = 0;
        for (; value >= step && unit < units.Length - 1; unit++)
            value /= step;
        return Few(value) + units[unit];
    }

    private static string Few(double value) => value.ToString(value is > 0 and < 9.95 && value != Math.Floor(value) ? "0.0" : "0", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace CephActors;

/// <summary>Times and sizes as HOCON writes them: a number and a unit.</summary>
internal static class Quantities
{
    private static readonly Dictionary<string, double> Milliseconds = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["us"] = 0.001,
        ["ms"] = 1,
        ["s"] = 1_000,
        ["m"] = 60_000,
        ["h"] = 3_600_000,
        ["d"] = 86_400_000,
    };

    private static readonly Dictionary<string, double> Bytes = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["B"] = 1,
        ["b"] = 1,
        ["kB"] = 1e3,
        ["MB"] = 1e6,
        ["GB"] = 1e9,
        ["k"] = 1L << 10,
        ["K"] = 1L << 10,
        ["KiB"] = 1L << 10,
        ["m"] = 1L << 20,
        ["M"] = 1L << 20,
        ["MiB"] = 1L << 20,
        ["g"] = 1L << 30,
        ["G"] = 1L << 30,
        ["GiB"] = 1L << 30,
        ["TiB"] = 1L << 40,
    };

    /// <summary>Reads a time such as <c>200ms</c>, <c>1.5s</c> or <c>12h</c>; a bare number is milliseconds.</summary>
    public static bool TryParseTime(string text, out TimeSpan time)
    {
        time = default;
        if (!TrySplit(text, Milliseconds, out double milliseconds) || milliseconds > TimeSpan.MaxValue.TotalMilliseconds / 2)
            return false;
        time = TimeSpan.FromMicroseconds(milliseconds * 1_000);
        return true;
    }

    /// <summary>Reads a size such as <c>64KiB</c> or <c>1MB</c>; a bare number is bytes.</summary>
    public static bool TryParseBytes(string text, out long bytes)
    {
        bytes = 0;
        if (!TrySplit(text, Bytes, out double value) || value >= long.MaxValue || value != Math.Floor(value))
            return false;
        bytes = (long)value;
        return true;
    }

    /// <summary>The shortest way to write a time exactly.</summary>
    public static string Format(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0s",
        _ when time.Ticks % TimeSpan.TicksPerDay == 0 => Text(time.Ticks / TimeSpan.TicksPerDay, "d"),
        _ when time.Ticks % TimeSpan.TicksPerHour == 0 => Text(time.Ticks / TimeSpan.TicksPerHour, "h"),
        _ when time.Ticks % TimeSpan.TicksPerMinute == 0 => Text(time.Ticks / TimeSpan.TicksPerMinute, "m"),
        _ when time.Ticks % TimeSpan.TicksPerSecond == 0 => Text(time.Ticks / TimeSpan.TicksPerSecond, "s"),
        _ => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms",
    };

    /// <summary>The shortest way to write a size exactly.</summary>
    public static string Format(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        int unit = 0;
        while (unit < units.Length - 1 && bytes != 0 && bytes % 1024 == 0)
        {
            bytes /= 1024;
            unit++;
        }
        return Text(bytes, bytes == 0 ? "" : units[unit]);
    }

    private static string Text(long value, string unit) => value.ToString(CultureInfo.InvariantCulture) + unit;

    private static bool TrySplit(string text, Dictionary<string, double> units, out double value)
    {
        int digits = text.AsSpan().IndexOfAnyExcept("0123456789.");
        var number = digits < 0 ? text : text[..digits];
        var unit = digits < 0 ? "" : text[digits..].Trim();
        value = 0;
        if (!units.TryGetValue(unit, out double factor)
            || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }
        value *= factor;
        return true;
    }
}

using System.Globalization;

namespace CephActors.Tool.Watching;

/// <summary>Numbers in few characters.</summary>
internal static class Amount
{
    /// <summary>A count such as 999, 1.2k or 34M.</summary>
    public static string Count(double value) => Scaled(value, 1000, ["", "k", "M", "G", "T"]);

    /// <summary>Bytes such as 512B, 1.2K or 34M; the letters stand for powers of 1024.</summary>
    public static string Bytes(double value) => Scaled(value, 1024, ["B", "K", "M", "G", "T"]);

    /// <summary>A time such as 0, 250us, 12ms, 3.4s or 5m.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        0 => "0",
        < 0.001 => Text(time.TotalMicroseconds) + "us",
        < 1 => Text(time.TotalMilliseconds) + "ms",
        < 60 => Text(time.TotalSeconds) + "s",
        < 3600 => Text(time.TotalMinutes) + "m",
        < 86_400 => Text(time.TotalHours) + "h",
        _ => Text(time.TotalDays) + "d",
    };

    private static string Scaled(double value, double step, ReadOnlySpan<string> units)
    {
        var unit = 0;
        for (; value >= step && unit < units.Length - 1; unit++)
            value /= step;
        return Text(value) + units[unit];
    }

    private static string Text(double value) => value.ToString(value is > 0 and < 9.95 && value != Math.Floor(value) ? "0.0" : "0", CultureInfo.InvariantCulture);
}

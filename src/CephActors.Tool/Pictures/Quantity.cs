using System.Globalization;

namespace CephActors.Tool.Pictures;

/// <summary>Numbers and sizes as people read them.</summary>
internal static class Quantity
{
    /// <summary>With three significant digits, as in 1.25 M, 79.4 k or 251.</summary>
    public static string Short(double value) => value switch
    {
        >= 999_500_000 => Digits(value / 1e9) + " G",
        >= 999_500 => Digits(value / 1e6) + " M",
        >= 9_995 => Digits(value / 1e3) + " k",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' '),
        _ => Digits(value),
    };

    /// <summary>Bytes, as in 64 B, 4 KiB or 1 MiB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1 << 20 when bytes % (1 << 20) == 0 => $"{bytes >> 20} MiB",
        >= 1 << 10 when bytes % (1 << 10) == 0 => $"{bytes >> 10} KiB",
        _ => $"{bytes} B",
    };

    private static string Digits(double value) =>
        value.ToString(value switch { >= 99.95 => "0", >= 9.995 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}

namespace CephActors.Tool;

/// <summary>Percentiles by the nearest-rank rule.</summary>
internal static class Percentiles
{
    /// <summary>The smallest value that at least this share of all values does not exceed; 0 if there is none.</summary>
    public static T Of<T>(T[] sorted, double share)
        where T : struct =>
        sorted.Length == 0 ? default : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

namespace CephActors.Benchmarks;

/// <summary>Medians, which a single disturbed round does not move far.</summary>
internal static class Medians
{
    /// <summary>The middle one, or between the two in the middle; not a number if there is none.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

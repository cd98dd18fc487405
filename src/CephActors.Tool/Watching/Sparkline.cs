namespace CephActors.Tool.Watching;

/// <summary>A row of numbers as a row of small bars.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>The newest values at the right, the greatest of them a full bar; shorter rows have blanks at the left.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        var shown = values.Skip(values.Count - width).ToArray();
        var greatest = shown.DefaultIfEmpty().Max();
        return string.Concat(shown.Select(value => greatest <= 0 ? Bars[0] : Bars[(int)Math.Round(value / greatest * (Bars.Length - 1))])).PadLeft(width);
    }
}

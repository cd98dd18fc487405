using System.Globalization;
using CephActors.Tool.Pictures;

namespace CephActors.Tool.Bench;

/// <summary>A bench as a picture: messages a second over time, and how long requests took.</summary>
internal static class BenchPicture
{
    private const double Width = 860;
    private const double Height = 340;
    private const double Top = 76;
    private const double PanelHeight = 230;
    private const double PlotTop = Top + 40;
    private const double PlotBottom = Top + PanelHeight - 28;

    // The last look comes right after the one before it.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    public static string Draw(BenchResult result)
    {
        var (load, usage) = (result.Load, result.Usage);
        using var picture = new SvgPicture(Width, Height, "Messages a second over time, and the distribution of latencies");
        picture.Text(24, 34, $"{Quantity.Short(usage.MessagesPerSecond)} messages/s", "ink title");
        picture.Text(
            24,
            56,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Requests of {Quantity.Bytes(load.Size)}, {load.Depth} unanswered on {(load.Connections == 1 ? "one connection" : $"each of {load.Connections} connections")}, {usage.Elapsed.TotalSeconds:0.#} s: {usage.Messages:N0} replies, {result.MegabytesPerSecond:N1} MB/s"),
            "faint");
        DrawThroughput(picture, result.History, 24, 396);
        DrawLatencies(picture, result, 440, 396);
        return picture.Finish();
    }

    private static void DrawThroughput(SvgPicture picture, BenchHistory history, double x, double width)
    {
        Panel(picture, x, width, "Messages a second");
        List<(double At, double Rate)> rates = [];
        for (var i = 1; i < history.Counts.Count; i++)
        {
            var (from, to) = (history.Counts[i - 1], history.Counts[i]);
            if (to.At - from.At >= Shortest)
                rates.Add((to.At.TotalSeconds, (to.Messages - from.Messages) / (to.At - from.At).TotalSeconds));
        }

        if (rates.Count == 0)
            return;
        var (most, last) = (Quantity.RoundUp(rates.Max(r => r.Rate)), rates[^1].At);
        var (left, right) = (x + 56, x + width - 16);
        for (var i = 0; i <= 4; i++)
        {
            var y = PlotBottom - (i / 4.0 * (PlotBottom - PlotTop));
            picture.Line(left, y, right, y);
            picture.Text(left - 8, y + 4, Quantity.Tick(most * i / 4), "faint right");
        }

        picture.Text(right, PlotBottom + 18, string.Create(CultureInfo.InvariantCulture, $"{last:0.#} s"), "faint right");
        picture.Curve([.. rates.Select(r => (left + (r.At / last * (right - left)), PlotBottom - (r.Rate / most * (PlotBottom - PlotTop))))], PlotBottom);
    }

    // Latencies differ by powers of ten: so does the axis.
    private static void DrawLatencies(SvgPicture picture, BenchResult result, double x, double width)
    {
        Panel(picture, x, width, "Latency, µs");
        var all = result.History.Latencies.Where(l => l is { Microseconds: > 0, Count: > 0 }).ToList();
        if (all.Count == 0)
            return;
        var (left, right) = (x + 16, x + width - 16);
        var first = Math.Floor(Math.Log10(all[0].Microseconds));
        var end = Math.Max(first + 1, Math.Ceiling(Math.Log10(Math.Max(all[^1].Microseconds, result.P999))));
        for (var power = first; power <= end; power++)
        {
            picture.Line(Place(power), PlotTop, Place(power), PlotBottom);
            var look = power == first ? "faint" : power == end ? "faint right" : "faint middle";
            picture.Text(Place(power), PlotBottom + 18, Quantity.Tick(Math.Pow(10, power)), look);
        }

        var steps = all.GroupBy(l => Math.Floor(Math.Log10(l.Microseconds) * 20)).Select(g => (At: (g.Key + 0.5) / 20, Count: g.Sum(l => l.Count))).ToList();
        double most = steps.Max(s => s.Count);
        picture.Curve([.. steps.Select(s => (Place(s.At), PlotBottom - (s.Count / most * (PlotBottom - PlotTop))))], PlotBottom);
        var row = 0;
        foreach (var (name, value) in new[] { ("p50", result.P50), ("p99", result.P99), ("p99.9", result.P999) })
        {
            if (value <= 0)
                continue;
            var at = Place(Math.Log10(value));
            picture.Line(at, PlotTop, at, PlotBottom);
            var leftOf = at > right - 90;
            picture.Text(at + (leftOf ? -5 : 5), PlotTop + 12 + (15 * row++), $"{name} {Quantity.Short(value)}", leftOf ? "ink right" : "ink");
        }

        double Place(double power) => left + ((power - first) / (end - first) * (right - left));
    }

    private static void Panel(SvgPicture picture, double x, double width, string title)
    {
        picture.Rectangle(x, Top, width, PanelHeight, "panel", round: 6);
        picture.Text(x + 12, Top + 22, title, "ink head");
    }
}

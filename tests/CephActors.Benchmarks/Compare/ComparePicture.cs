using System.Globalization;
using CephActors.Tool.Pictures;

namespace CephActors.Benchmarks.Compare;

/// <summary>
/// The results as a picture: a panel for each size and depth with a bar for each contender, as long as its share of the
/// fastest there.
/// </summary>
internal static class ComparePicture
{
    private const double Margin = 24;
    private const double Gap = 14;
    private const double PanelWidth = 250;
    private const double Head = 30;
    private const double BarStep = 24;
    private const double BarHeight = 14;
    private const double LabelWidth = 100;
    private const double LegendTop = 66;
    private const double LegendStep = 20;
    private const double LeastWidth = 620;

    public static string Draw(CompareResults results)
    {
        var plan = results.Plan;
        var panelHeight = Head + (plan.Contenders.Count * BarStep) + 8;
        var width = (2 * Margin) + (plan.Sizes.Count * (PanelWidth + Gap)) - Gap;
        width = Math.Max(width, LeastWidth);
        var legend = PlaceLegend(plan.Contenders, width - Margin);
        var top = legend[^1].Y + LegendStep + 6;
        var height = top + (plan.Depths.Count * (panelHeight + Gap)) + Margin - Gap;
        using var picture = new SvgPicture(width, height, "Messages a second by size and depth");
        picture.Text(Margin, 34, "Requests and replies a second over one connection", "ink title");
        picture.Text(
            Margin,
            54,
            string.Create(CultureInfo.InvariantCulture, $"Loopback, client and server on {Environment.ProcessorCount} processors; medians of {plan.Rounds} rounds of {plan.Duration.TotalSeconds} s, in turn."),
            "faint");
        for (var i = 0; i < legend.Count; i++)
        {
            picture.Rectangle(legend[i].X, legend[i].Y, 11, 11, Colour(i), round: 2);
            picture.Text(legend[i].X + 16, legend[i].Y + 10, plan.Contenders[i].Title);
        }

        for (var row = 0; row < plan.Depths.Count; row++)
        {
            for (var column = 0; column < plan.Sizes.Count; column++)
                DrawPanel(picture, results, plan.Sizes[column], plan.Depths[row], Margin + (column * (PanelWidth + Gap)), top + (row * (panelHeight + Gap)), panelHeight);
        }

        return picture.Finish();
    }

    // How wide a text gets is the viewer's secret; this much a letter is enough.
    private static List<(double X, double Y)> PlaceLegend(IReadOnlyList<Contender> contenders, double right)
    {
        List<(double X, double Y)> places = [];
        var (x, y) = (Margin, LegendTop);
        foreach (var contender in contenders)
        {
            var width = 34 + (contender.Title.Length * 6.6);
            if (x > Margin && x + width > right)
                (x, y) = (Margin, y + LegendStep);
            places.Add((x, y));
            x += width;
        }

        return places;
    }

    private static void DrawPanel(SvgPicture picture, CompareResults results, int size, int depth, double x, double y, double height)
    {
        var contenders = results.Plan.Contenders;
        double[] rates = [.. contenders.Select(c => results.MessagesPerSecond(c, size, depth))];
        picture.Rectangle(x, y, PanelWidth, height, "panel", round: 6);
        picture.Text(x + 10, y + 20, Quantity.Bytes(size), "ink head");
        picture.Text(x + PanelWidth - 10, y + 20, $"depth {depth}", "faint right");
        for (var i = 0; i < contenders.Count; i++)
        {
            var top = y + Head + (i * BarStep);
            var length = double.IsNaN(rates[i]) ? 0 : Math.Max(2, rates[i] / rates.Max() * (PanelWidth - 20 - LabelWidth));
            picture.Rectangle(x + 10, top + 4, length, BarHeight, Colour(i), round: 2);
            picture.Text(x + 16 + length, top + 15, Label(results, contenders[i], size, depth, rates[i]));
        }
    }

    private static string Label(CompareResults results, Contender contender, int size, int depth, double rate)
    {
        var yardstick = results.Plan.Contenders.FirstOrDefault(c => c.Name == Contender.Yardstick);
        return yardstick is null || yardstick == contender || double.IsNaN(rate)
            ? Quantity.Short(rate)
            : string.Create(CultureInfo.InvariantCulture, $"{Quantity.Short(rate)}  ×{results.Ratio(contender, yardstick, size, depth):0.00}");
    }

    private static string Colour(int index) => "c" + (index % 6).ToString(CultureInfo.InvariantCulture);
}

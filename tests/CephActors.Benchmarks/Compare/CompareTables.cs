using System.Globalization;
using System.Text;
using CephActors.Tool.Pictures;

namespace CephActors.Benchmarks.Compare;

/// <summary>The results as tables in Markdown.</summary>
internal static class CompareTables
{
    public static string Write(CompareResults results)
    {
        var plan = results.Plan;
        var text = new StringBuilder();
        text.AppendLine("![Messages a second of all, by size and depth](compare.svg)").AppendLine();
        text.AppendLine("Requests of so many bytes, each answered by a small reply, one connection over loopback, client and server in separate")
            .AppendLine(CultureInfo.InvariantCulture, $"processes on {Environment.ProcessorCount} processors. Medians of {plan.Rounds} rounds of {plan.Duration.TotalSeconds} s, in turn.");
        foreach (var depth in plan.Depths)
        {
            Table(text, plan, $"Messages a second, depth {depth}", plan.Contenders, (c, size) => Quantity.Short(results.MessagesPerSecond(c, size, depth)));
            if (plan.Contenders.FirstOrDefault(c => c.Name == Contender.Yardstick) is { } yardstick)
                Table(text, plan, $"Times {yardstick.Title}, depth {depth}", Others(yardstick), (c, size) => Factor(results.Ratio(c, yardstick, size, depth)));
            foreach (var ours in plan.Contenders.Where(c => c.Name is "actor" or "fast"))
                Table(text, plan, $"{ours.Title}: how many times each other, depth {depth}", Others(ours), (c, size) => Factor(results.Ratio(ours, c, size, depth)));
            Table(text, plan, $"Latency p50 / p99, µs, depth {depth}", plan.Contenders, (c, size) => $"{Of(c, size, "p50_us")} / {Of(c, size, "p99_us")}");
            Table(text, plan, $"CPU a message, client and server, µs, depth {depth}", plan.Contenders, (c, size) => OfBoth(c, size, "cpu_us_per_msg"));
            Table(text, plan, $"Allocated a message, client and server, bytes, depth {depth}", plan.Contenders, (c, size) => OfBoth(c, size, "alloc_bytes_per_msg"));

            string Of(Contender c, int size, string name) => Quantity.Short(results.Median(c, size, depth, m => m.OfClient(name)));
            string OfBoth(Contender c, int size, string name) => Quantity.Short(results.Median(c, size, depth, m => m.OfBoth(name)));
        }

        return text.ToString();

        IReadOnlyList<Contender> Others(Contender one) => [.. plan.Contenders.Where(c => c != one)];
    }

    private static void Table(StringBuilder text, ComparePlan plan, string title, IReadOnlyList<Contender> rows, Func<Contender, int, string> cell)
    {
        if (rows.Count == 0)
            return;
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"| {title} | {string.Join(" | ", plan.Sizes.Select(s => Quantity.Bytes(s)))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| --- |{string.Concat(plan.Sizes.Select(_ => " ---: |"))}");
        foreach (var row in rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Title} | {string.Join(" | ", plan.Sizes.Select(size => cell(row, size)))} |");
    }

    private static string Factor(double ratio) => double.IsNaN(ratio) ? "-" : ratio.ToString(ratio < 9.95 ? "0.00" : "0", CultureInfo.InvariantCulture);
}

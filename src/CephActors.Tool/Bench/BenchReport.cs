using System.Globalization;
using Spectre.Console;

namespace CephActors.Tool.Bench;

/// <summary>Shows a bench to people: a bar while it works, where there is a terminal to draw it on, then a table.</summary>
internal static class BenchReport
{
    /// <summary>Runs with a bar if this is a terminal.</summary>
    public static Task<BenchResult> RunAsync(IAnsiConsole console, BenchLoad load, Func<Action<TimeSpan>, Task<BenchResult>> run)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal)
            return run(static _ => { });
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask($"{load.Size} bytes, depth {load.Depth}", maxValue: load.Duration.TotalSeconds);
                return run(elapsed => bar.Value = elapsed.TotalSeconds);
            });
    }

    /// <summary>The numbers, one to a row.</summary>
    public static void Print(IAnsiConsole console, BenchResult result)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        var (load, usage) = (result.Load, result.Usage);
        Row("size", Number(load.Size, 0) + " B");
        Row("depth", Number(load.Depth, 0));
        Row("connections", Number(load.Connections, 0));
        Row("messages", Number(usage.Messages, 0));
        Row("messages/s", Number(usage.MessagesPerSecond, 0));
        Row("MB/s", Number(result.MegabytesPerSecond, 1));
        Row("p50 latency", Number(result.P50, 0) + " µs");
        Row("p99 latency", Number(result.P99, 0) + " µs");
        Row("p99.9 latency", Number(result.P999, 0) + " µs");
        Row("CPU of the client a message", Number(usage.CpuMicrosecondsPerMessage, 2) + " µs");
        Row("allocated by the client a message", Number(usage.AllocatedPerMessage, 0) + " B");
        Row("collections (gen 0, 1, 2)", $"{usage.Gen0}, {usage.Gen1}, {usage.Gen2}");
        console.Write(table);

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    private static string Number(double value, int digits) => value.ToString("N" + digits, CultureInfo.InvariantCulture);
}

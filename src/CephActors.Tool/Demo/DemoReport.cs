using System.Globalization;
using Spectre.Console;

namespace CephActors.Tool.Demo;

/// <summary>Shows the demonstration to people: a bar while it works, where there is a terminal to draw it on, then a table.</summary>
internal static class DemoReport
{
    /// <summary>Runs with a bar if this is a terminal.</summary>
    public static Task<DemoResult> RunAsync(IAnsiConsole console, DemoRun run, DemoOptions options, CancellationToken cancellationToken)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal)
            return run.RunAsync(static _ => { }, cancellationToken);
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("osd.0 <-> osd.1", maxValue: 2.0 * options.Messages);
                return run.RunAsync(delivered => bar.Value = delivered, cancellationToken);
            });
    }

    /// <summary>The same for a time.</summary>
    public static Task<DemoResult> RunAsync(IAnsiConsole console, SoakRun run, SoakOptions options, CancellationToken cancellationToken)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal)
            return run.RunAsync(static _ => { }, cancellationToken);
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("osd.0 <-> osd.1", maxValue: options.Duration.TotalSeconds);
                return run.RunAsync(elapsed => bar.Value = elapsed.TotalSeconds, cancellationToken);
            });
    }

    /// <summary>The numbers, one to a row.</summary>
    public static void Print(IAnsiConsole console, DemoResult result)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        Row("sent", Count(result.Sent));
        Row("delivered", Count(result.Delivered));
        Row("lost", Count(result.Lost));
        Row("duplicated", Count(result.Duplicated));
        Row("out of order", Count(result.OutOfOrder));
        Row("cuts", Count(result.Cuts));
        Row("reconnects", Count(result.Reconnects));
        Row("replayed", Count(result.Replayed));
        Row("messages/s", result.MessagesPerSecond.ToString("N0", CultureInfo.InvariantCulture));
        Row("MB/s", result.MegabytesPerSecond.ToString("N1", CultureInfo.InvariantCulture));
        Row("p50 latency", Time(result.P50));
        Row("p99 latency", Time(result.P99));
        foreach (var sample in result.Memory)
            Row($"heap, minute {sample.At.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture)}", MiB(sample.Heap));
        if (result.Memory.Count > 0)
            Row("growth after minute 2", MiB(result.Growth));
        console.Write(table);

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string MiB(long bytes) => (bytes / 1048576.0).ToString("N2", CultureInfo.InvariantCulture) + " MiB";

    private static string Time(double microseconds) =>
        microseconds >= 10_000
            ? (microseconds / 1000).ToString("N1", CultureInfo.InvariantCulture) + " ms"
            : microseconds.ToString("N0", CultureInfo.InvariantCulture) + " µs";
}

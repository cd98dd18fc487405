using CephActors.Tests.Logging;
using CephActors.Tool.Demo;

namespace CephActors.Tests.Tool.Demo;

[Collection(SerilogCollection.Name)]
public class DemoRunSpec
{
    private static readonly DemoOptions Options = new(Messages: 2_000, Cuts: 20, Seed: 1, TimeSpan.FromMinutes(2));

    [Fact]
    public async Task Demo_should_lose_nothing_when_sockets_are_cut_again_and_again()
    {
        var highest = 0L;

        var result = await new DemoRun(Options).RunAsync(delivered => highest = delivered, CancellationToken.None);

        Assert.Null(result.Verdict(Options));
        Assert.Equal((4_000, 4_000), (result.Sent, result.Delivered));
        Assert.Equal((0, 0, 0), (result.Lost, result.Duplicated, result.OutOfOrder));
        Assert.Equal(20, result.Cuts);
        Assert.InRange(result.Reconnects, 1, 20);
        Assert.InRange(result.Replayed, 20, long.MaxValue);
        Assert.InRange(result.P50, 1, result.P99);
        Assert.Equal(4_000, highest);
    }

    [Fact]
    public async Task Demo_should_end_with_a_reason_when_time_is_up()
    {
        var options = Options with { Messages = 1_000_000, Timeout = TimeSpan.Zero };

        var result = await new DemoRun(options).RunAsync(static _ => { }, CancellationToken.None);

        Assert.StartsWith("not done after 0 s; ", result.Verdict(options), StringComparison.Ordinal);
        Assert.Equal(result.Sent - result.Delivered, result.Lost);
    }

    [Fact]
    public async Task Demo_should_end_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();

        var result = await new DemoRun(Options with { Messages = 1_000_000 }).RunAsync(delivered =>
        {
            if (delivered > 0)
                cancellation.Cancel();
        }, cancellation.Token);

        Assert.Equal("interrupted", result.Failure);
    }

    [Fact]
    public async Task Command_should_print_one_JSON_object_when_asked_for_it()
    {
        var run = await ToolRun.Of("demo", "--messages", "300", "--cuts", "3", "--seed", "7", "--json");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var json = Assert.Single(run.Objects);
        Assert.Equal(600, json.GetProperty("sent").GetInt32());
        Assert.Equal(600, json.GetProperty("delivered").GetInt32());
        Assert.Equal(3, json.GetProperty("cuts").GetInt32());
        Assert.InRange(json.GetProperty("replayed").GetInt32(), 3, int.MaxValue);
    }

    [Fact]
    public async Task Command_should_print_a_table_when_run_without_cuts()
    {
        var run = await ToolRun.Of("demo", "--messages", "100", "--cuts", "0");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.All(
            ["sent", "delivered", "lost", "duplicated", "out of order", "reconnects", "replayed", "messages/s", "MB/s", "p50 latency", "p99 latency"],
            row => Assert.Contains(run.Lines, line => line.Contains($"│ {row} ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--messages", "0")]
    [InlineData("--cuts", "-1")]
    [InlineData("--cuts", "many")]
    [InlineData("--timeout", "0")]
    public async Task Command_should_refuse_numbers_that_make_no_sense(string option, string value)
    {
        var run = await ToolRun.Of("demo", option, value);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }
}

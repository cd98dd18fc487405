using CephActors.Tests.Logging;
using CephActors.Tool.Demo;

namespace CephActors.Tests.Tool.Demo;

[Collection(SerilogCollection.Name)]
public class SoakSpec
{
    private static readonly SoakOptions Options = new(TimeSpan.FromSeconds(3), CutsPerMinute: 300, Seed: 1);

    private static readonly DemoResult Good = new()
    {
        Sent = 200,
        Delivered = 200,
        Lost = 0,
        Duplicated = 0,
        OutOfOrder = 0,
        Cuts = 2,
        Reconnects = 2,
        Replayed = 7,
        MessagesPerSecond = 10,
        MegabytesPerSecond = 1,
        P50 = 100,
        P99 = 2000,
        Memory = [Sample(1, 50), Sample(2, 100), Sample(3, 108)],
    };

    [Fact]
    public async Task Soak_should_lose_nothing_and_measure_memory_when_sockets_are_cut()
    {
        var result = await new SoakRun(Options).RunAsync(static _ => { }, CancellationToken.None);

        Assert.Null(result.Verdict(Options));
        Assert.InRange(result.Sent, 1, long.MaxValue);
        Assert.Equal((result.Sent, 0, 0, 0), (result.Delivered, result.Lost, result.Duplicated, result.OutOfOrder));
        Assert.InRange(result.Cuts, 1, int.MaxValue);
        Assert.InRange(result.Reconnects, 1, result.Cuts);
        var sample = Assert.Single(result.Memory);
        Assert.InRange(sample.At, Options.Duration, TimeSpan.MaxValue);
        Assert.InRange(sample.Heap, 1, sample.Resident);
    }

    [Fact]
    public async Task Soak_should_end_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();

        var result = await new SoakRun(Options with { Duration = TimeSpan.FromHours(1) }).RunAsync(_ => cancellation.Cancel(), cancellation.Token);

        Assert.Equal("interrupted", result.Failure);
    }

    [Fact]
    public async Task Command_should_print_memory_minute_by_minute_when_it_runs_for_a_time()
    {
        var run = await ToolRun.Of("demo", "--minutes", "0.02", "--cuts-per-minute", "600", "--json");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var json = Assert.Single(run.Objects);
        Assert.Equal(0, json.GetProperty("lost").GetInt64());
        Assert.Equal(0, json.GetProperty("growth_bytes").GetInt64());
        var sample = Assert.Single(json.GetProperty("memory").EnumerateArray());
        Assert.Equal(["minute", "heap_bytes", "resident_bytes"], sample.EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("--minutes", "0")]
    [InlineData("--minutes", "soon")]
    [InlineData("--cuts-per-minute", "60")]
    [InlineData("--messages", "60", "--minutes", "1")]
    [InlineData("--minutes", "1", "--cuts", "3")]
    public async Task Command_should_refuse_what_makes_no_sense(params string[] options)
    {
        var run = await ToolRun.Of(["demo", .. options]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("--minutes", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_should_be_bad_when_the_heap_grows_after_the_second_minute()
    {
        var minutes = Options with { Duration = TimeSpan.FromMinutes(4) };

        Assert.Equal(8 << 20, Good.Growth);
        Assert.Null(Good.Verdict(minutes));
        Assert.Equal(
            "the heap grew by 9 MiB after the second minute, more than the 8 MiB that are noise",
            (Good with { Memory = [.. Good.Memory, Sample(4, 109)] }).Verdict(minutes));
        Assert.Equal(0, (Good with { Memory = [Sample(0.05, 1)] }).Growth);
    }

    [Fact]
    public void Verdict_should_be_bad_when_something_is_missing()
    {
        Assert.Equal("1 messages lost, 0 duplicated, 0 out of order", (Good with { Lost = 1 }).Verdict(Options));
        Assert.Equal("no cut could be made", (Good with { Cuts = 0 }).Verdict(Options));
        Assert.Equal("the reason", (Good with { Failure = "the reason" }).Verdict(Options));
    }

    private static MemorySample Sample(double minute, long mebibytes) =>
        new(TimeSpan.FromMinutes(minute), mebibytes << 20, mebibytes << 21);
}

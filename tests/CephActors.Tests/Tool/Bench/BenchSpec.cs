using CephActors.Tests.Logging;
using CephActors.Tool;
using CephActors.Tool.Bench;

namespace CephActors.Tests.Tool.Bench;

[Collection(SerilogCollection.Name)]
public sealed class BenchSpec
{
    private static readonly EntityAddress Anywhere = EntityAddress.Parse("v1:127.0.0.1:0/0");

    private static readonly string[] Keys =
    [
        "size", "depth", "connections", "seconds", "messages", "msgs_per_s", "mb_per_s", "p50_us", "p99_us", "p999_us",
        "cpu_us_per_msg", "alloc_bytes_per_msg", "gc0", "gc1", "gc2",
    ];

    [Theory]
    [InlineData("actor", "fast", "lossless_client")]
    [InlineData("fast", "actor", "lossy_client")]
    public async Task Client_should_measure_a_server_that_says_where_it_listens(string serverDispatch, string clientDispatch, string policy)
    {
        using var stop = new CancellationTokenSource();
        var output = new LineWatch("listening on ");
        var serving = CommandLine.RunAsync(
            ["bench", "server", "--bind", "127.0.0.1:0", "--reply-size", "10", "--dispatch", serverDispatch], output, TextWriter.Null, stop.Token);
        var line = await output.Seen;

        var run = await ToolRun.Of(
            "bench", "client", line["listening on ".Length..], "--size", "100", "--depth", "4", "--connections", "2", "--seconds", "1",
            "--warm-up", "0", "--policy", policy, "--dispatch", clientDispatch, "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var result = Assert.Single(run.Objects);
        Assert.Equal(Keys, result.EnumerateObject().Select(p => p.Name));
        Assert.Equal((100, 4, 2), (result.GetProperty("size").GetInt32(), result.GetProperty("depth").GetInt32(), result.GetProperty("connections").GetInt32()));
        Assert.True(result.GetProperty("messages").GetInt64() > 0);
        Assert.True(result.GetProperty("p50_us").GetDouble() <= result.GetProperty("p999_us").GetDouble());
        await stop.CancelAsync();
        Assert.Equal(0, await serving);
    }

    [Fact]
    public async Task Client_should_show_a_table_when_it_is_not_asked_for_json()
    {
        await using var server = await BenchServer.StartAsync(new BenchServerOptions(Anywhere, 0, BenchDispatch.Fast, BenchDialects.Get("ping")));

        var run = await ToolRun.Of("bench", "client", server.Addresses[0].ToString(), "--seconds", "1", "--warm-up", "0");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("messages/s", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("actor")]
    [InlineData("fast")]
    public async Task Messenger_should_be_measured_talking_to_itself(string dispatch)
    {
        var run = await ToolRun.Of("bench", "loopback", "--depth", "8", "--seconds", "1", "--warm-up", "0", "--dispatch", dispatch, "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.True(run.Objects[0].GetProperty("messages").GetInt64() > 0);
    }

    [Fact]
    public async Task Client_should_say_so_when_nobody_listens()
    {
        var run = await ToolRun.Of("bench", "client", "v1:127.0.0.1:1", "--seconds", "60");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("nobody listens at v1:127.0.0.1:1", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server", "--bind", "nowhere")]
    [InlineData("server", "--bind", "127.0.0.1:0", "--dispatch", "slow")]
    [InlineData("client", "127.0.0.1:1", "--dialect", "latin")]
    [InlineData("client", "127.0.0.1:1", "--policy", "lossless_peer")]
    [InlineData("client", "127.0.0.1:1", "--size", "-1")]
    [InlineData("loopback", "--depth", "0")]
    public async Task Command_should_refuse_what_makes_no_sense(params string[] arguments)
    {
        var run = await ToolRun.Of(["bench", .. arguments]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(arguments[^1], run.Error, StringComparison.Ordinal);
    }
}

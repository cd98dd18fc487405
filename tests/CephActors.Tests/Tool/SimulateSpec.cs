using System.Text.Json;

namespace CephActors.Tests.Tool;

public class SimulateSpec
{
    [Fact]
    public async Task Simulate_should_count_what_happened_when_json_is_asked_for()
    {
        var run = await ToolRun.Of("simulate", "--seeds", "1..100", "--policy", "lossless-peer", "--json");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var result = Assert.Single(run.Objects);
        Assert.Equal(
            ["seeds", "messages", "faults", "reconnects", "replays", "resets", "violations", "first_violation", "seconds"],
            result.EnumerateObject().Select(p => p.Name));
        Assert.Equal(100, result.GetProperty("seeds").GetInt64());
        Assert.Equal(0, result.GetProperty("violations").GetInt64());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("first_violation").ValueKind);
        Assert.True(result.GetProperty("messages").GetInt64() > 100);
    }

    [Fact]
    public async Task Simulate_should_tell_the_same_story_again_when_one_seed_is_traced()
    {
        string[] command = ["simulate", "--seed", "5", "--policy", "lossless_client/stateful_server", "--trace"];

        var first = await ToolRun.Of(command);
        var second = await ToolRun.Of(command);

        Assert.Equal(0, first.ExitCode);
        Assert.Contains(first.Lines, line => line.Contains("session open", StringComparison.Ordinal));
        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task Simulate_should_count_the_same_when_several_worlds_run_at_a_time()
    {
        var alone = await ToolRun.Of("simulate", "--seeds", "1..60", "--json");
        var together = await ToolRun.Of("simulate", "--seeds", "1..60", "--json", "--jobs", "3");

        Assert.Equal(Counts(alone), Counts(together));
    }

    private static string[] Counts(ToolRun run) =>
        [.. run.Objects[0].EnumerateObject().Where(p => p.Name != "seconds").Select(p => p.ToString())];
}

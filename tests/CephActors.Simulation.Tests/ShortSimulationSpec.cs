namespace CephActors.Simulation.Tests;

/// <summary>A fixed handful of worlds: what mutation testing runs for every mutant, so its cost is counted in milliseconds.</summary>
public class ShortSimulationSpec
{
    private const ulong Seeds = 25;

    public static TheoryData<string> Pairs => [.. PolicyPair.All.Select(p => p.ToString())];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Sessions_should_keep_their_promises_when_a_few_seeds_make_things_go_wrong(string pair)
    {
        Assert.True(PolicyPair.TryParse(pair, out var policies));

        var result = SimulationRunner.Run(1, Seeds, policies);

        Assert.Empty(result.Violations.Select(v => v.ToString()));
        Assert.True(result.Counters.Messages > result.Counters.Worlds);
    }
}

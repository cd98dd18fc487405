namespace CephActors.Simulation.Tests;

public class SimulationSpec
{
    /// <summary>For all pairs together.</summary>
    private const ulong Seeds = 50_000;

    public static TheoryData<string> Pairs => [.. PolicyPair.All.Select(p => p.ToString())];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Sessions_should_keep_their_promises_when_a_seed_makes_things_go_wrong(string pair)
    {
        var result = SimulationRunner.Run(1, Seeds / (ulong)PolicyPair.All.Count + 1, Parse(pair), jobs: Environment.ProcessorCount);

        Assert.Empty(result.Violations.Select(v => v.ToString()));
        Assert.True(result.Counters.Messages > result.Counters.Worlds);
        Assert.True(result.Counters.Faults > result.Counters.Worlds);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void World_should_come_to_the_same_end_each_time_when_its_seed_is_the_same(string pair)
    {
        var traces = new[] { new List<string>(), new List<string>() };

        foreach (var trace in traces)
            Assert.Null(SimulationRunner.RunOne(WorldPlanner.Draw(7, Parse(pair)), new Counters(), trace.Add));

        Assert.NotEmpty(traces[0]);
        Assert.Equal(traces[0], traces[1]);
    }

    [Fact]
    public void Worlds_should_meet_every_row_of_the_table_that_two_processes_can_reach()
    {
        var counters = new Counters();

        for (ulong seed = 1; seed <= 4_000; seed++)
            SimulationRunner.RunOne(WorldPlanner.Draw(seed), counters);

        // Row 1 is for a session that closes between look-up and question; the look-up itself takes care of those.
        Assert.All(Enumerable.Range(2, 11), row => Assert.True(counters.Rows[row] > 0, $"row {row} never decided"));
        Assert.True(counters.Replays > 0 && counters.Blocked > 0 && counters.Rejected > 0 && counters.Duplicates > 0);
    }

    private static PolicyPair Parse(string name)
    {
        Assert.True(PolicyPair.TryParse(name, out var pair));
        return pair;
    }
}

namespace CephActors.Simulation.Tests;

public class WorldPlannerSpec
{
    private static readonly IReadOnlyList<WorldPlan> Plans = [.. Enumerable.Range(1, 3_000).Select(seed => WorldPlanner.Draw((ulong)seed))];

    public static TheoryData<Type> Faults =>
        [.. typeof(Fault).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(Fault)))];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Seeds_should_draw_every_kind_of_fault(Type fault) =>
        Assert.Contains(Plans, p => p.Faults.Any(f => f.GetType() == fault));

    [Fact]
    public void Seeds_should_draw_every_pair_and_every_type_of_entity()
    {
        Assert.Equal(PolicyPair.All.ToHashSet(), Plans.Select(p => p.Pair).ToHashSet());
        Assert.Equal([2, 3, 4, 5, 6], Plans.Select(p => p.Entities).Distinct().Order());
        foreach (var type in new[] { EntityType.Mon, EntityType.Osd, EntityType.Mds, EntityType.Client })
            Assert.Contains(Plans, p => p.Pair.IsMixed && p.Types.Contains(type));
    }

    [Fact]
    public void Seeds_should_draw_whatever_messengers_can_be_set_to()
    {
        Assert.Contains(Plans, p => p.Settings is { Cephx: true, WithoutMsgAuth: 0 });
        Assert.Contains(Plans, p => p.Settings.WithoutReconnectSeq > 0);
        Assert.Contains(Plans, p => p.Settings.WithoutMsgAuth > 0);
        Assert.Contains(Plans, p => p.Settings is { QueueMessages: > 0, QueueBytes: > 0 });
        Assert.Contains(Plans, p => p.Settings is { PolicyBytes: > 0, ThrottleMessages: < 10 });
        Assert.Contains(Plans, p => p.Settings.IdleTimeout > 0);
        Assert.Contains(Plans, p => p.Settings.ReadyTimeout < 5_000_000);
        Assert.Contains(Plans, p => p.Bursts.Any(b => b.Anonymous));
    }

    [Fact]
    public void Restarts_should_be_drawn_with_the_same_and_with_a_new_nonce()
    {
        var restarts = Plans.SelectMany(p => p.Faults).OfType<Fault.Restart>().ToList();

        Assert.Contains(restarts, r => r.SameNonce);
        Assert.Contains(restarts, r => !r.SameNonce);
    }
}

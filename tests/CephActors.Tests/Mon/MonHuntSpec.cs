using CephActors.Configuration;
using CephActors.Mon;

namespace CephActors.Tests.Mon;

public class MonHuntSpec
{
    private static readonly MonClientSettings Settings = new()
    {
        MonHost = [],
        PingInterval = TimeSpan.FromSeconds(10),
        PingTimeout = TimeSpan.FromSeconds(30),
        HuntInterval = TimeSpan.FromSeconds(3),
        HuntParallel = 2,
        HuntIntervalBackoff = 1.5,
        HuntIntervalMinMultiple = 1,
        HuntIntervalMaxMultiple = 3,
        ConnectTimeout = TimeSpan.Zero,
        CommandTimeout = TimeSpan.Zero,
    };

    [Fact]
    public void Hunt_should_try_all_before_any_again_when_rounds_fail()
    {
        var hunt = new MonHunt(Settings, Numbers());
        var all = Enumerable.Range(1, 5).Select(i => Candidate(i)).ToArray();
        var first = hunt.NextRound(all);
        var second = hunt.NextRound(all);
        var third = hunt.NextRound(all);
        Assert.Equal([2, 2, 1], new[] { first.Count, second.Count, third.Count });
        Assert.Equal(all.Select(c => c.Name).Order(), first.Concat(second).Concat(third).Select(c => c.Name).Order());
        Assert.Equal(2, hunt.NextRound(all).Count);
    }

    [Fact]
    public void Hunt_should_prefer_low_priority_values_and_weights_when_the_map_has_them()
    {
        var all = new[] { Candidate(1, priority: 5), Candidate(2, priority: 1, weight: 0), Candidate(3, priority: 1, weight: 10), Candidate(4, priority: 1, weight: 1) };
        for (ulong seed = 0; seed < 50; seed++)
        {
            var hunt = new MonHunt(Settings with { HuntParallel = 0 }, Numbers(seed));
            var round = hunt.NextRound(all);
            Assert.Equal(3, round.Count);
            Assert.Equal("2", round[2].Name);
            Assert.Equal("1", Assert.Single(hunt.NextRound(all)).Name);
        }

        var firsts = Enumerable.Range(0, 1000).Count(seed => new MonHunt(Settings, Numbers((ulong)seed)).NextRound(all)[0].Name == "3");
        Assert.InRange(firsts, 800, 980);
    }

    [Fact]
    public void Hunt_should_grow_more_patient_with_failures_and_less_so_with_success()
    {
        var hunt = new MonHunt(Settings, Numbers());
        Assert.Equal(3, hunt.Interval.TotalSeconds);
        hunt.Failed();
        Assert.Equal(4.5, hunt.Interval.TotalSeconds);
        for (var i = 0; i < 9; i++)
            hunt.Failed();
        Assert.Equal(9, hunt.Interval.TotalSeconds);
        hunt.SessionAlive();
        Assert.Equal(6, hunt.Interval.TotalSeconds);
        for (var i = 0; i < 9; i++)
            hunt.SessionAlive();
        Assert.Equal(3, hunt.Interval.TotalSeconds);
    }

    [Fact]
    public void Hunt_should_wait_longer_each_time_monitors_hang_up_but_not_longer_than_a_round()
    {
        var hunt = new MonHunt(Settings, Numbers());
        var first = TimeSpan.FromMilliseconds(200);
        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3, 3], Enumerable.Range(0, 6).Select(_ => hunt.HungUp(first).TotalSeconds));
        hunt.SessionAlive();
        Assert.Equal(first, hunt.HungUp(first));
    }

    [Fact]
    public void Hunt_should_try_nobody_when_nobody_is_known() => Assert.Empty(new MonHunt(Settings, Numbers()).NextRound([]));

    private static MonCandidate Candidate(int number, ushort priority = 0, ushort weight = 0) =>
        new($"{number}", EntityAddressVector.Parse($"v1:127.0.0.1:{6789 + number}/0"), priority, weight);

    private static Func<ulong> Numbers(ulong seed = 1)
    {
        var state = seed * 0x9e3779b97f4a7c15 + 1;
        return () =>
        {
            state ^= state << 13;
            state ^= state >> 7;
            return (state ^= state << 17) >> 11;
        };
    }
}

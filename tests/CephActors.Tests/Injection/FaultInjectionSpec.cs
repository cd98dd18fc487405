using CephActors.Injection;

namespace CephActors.Tests.Injection;

public sealed class FaultInjectionSpec
{
    [Fact]
    public void Faults_should_be_equal_when_they_say_the_same() =>
        Assert.Equal(
            new FaultInjection { DelayTypes = [EntityType.Osd, EntityType.Mon], Blackhole = [EntityType.Client] },
            new FaultInjection { DelayTypes = [EntityType.Mon, EntityType.Osd, EntityType.Osd], Blackhole = [EntityType.Client] });

    [Fact]
    public void Types_should_be_told_as_they_were_set()
    {
        var faults = new FaultInjection { Blackhole = [EntityType.Mgr, EntityType.Mds], DelayTypes = [EntityType.Client] };
        Assert.Equal([EntityType.Mds, EntityType.Mgr], faults.Blackhole);
        Assert.Equal([EntityType.Client], faults.DelayTypes);
        Assert.True(faults.IsBlackhole(EntityType.Mgr));
        Assert.False(faults.IsBlackhole(EntityType.Client));
        Assert.False(faults.IsBlackhole(EntityType.None));
    }

    [Fact]
    public void Values_should_be_refused_when_they_are_out_of_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultInjection { Seed = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultInjection { SocketFailures = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultInjection { NetworkCongestion = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultInjection { InternalDelays = TimeSpan.FromHours(2) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultInjection { DelayMax = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultInjection { DelayProbability = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultInjection { DelayProbability = double.NaN });
        Assert.Throws<ArgumentException>(() => new FaultInjection { Blackhole = [EntityType.Any] });
        Assert.Throws<ArgumentException>(() => new FaultInjection { DelayTypes = [EntityType.Auth] });
    }

    [Fact]
    public void Draws_should_be_the_same_for_the_nth_user_when_there_is_a_seed()
    {
        int[][] Draw()
        {
            var faults = new FaultSwitch(new FaultInjection { Seed = 7 });
            var users = new[] { new FaultDice(faults), new FaultDice(faults) };
            return [.. users.Select(user => Enumerable.Range(0, 100).Select(_ => user.OneIn(10) ? 1 : 0).ToArray())];
        }

        var (first, again) = (Draw(), Draw());
        Assert.Equal(first, again);
        Assert.NotEqual(first[0], first[1]);
        Assert.InRange(first[0].Sum(), 1, 30);
    }

    [Fact]
    public void Draws_should_never_hit_when_the_odds_are_none()
    {
        var dice = new FaultDice(new FaultSwitch(FaultInjection.None));
        Assert.Same(FaultInjection.None, dice.Faults);
        Assert.False(dice.OneIn(0));
        Assert.False(dice.Hits(0));
        Assert.True(dice.OneIn(1));
        Assert.True(dice.Hits(1));
        Assert.InRange(dice.Below(TimeSpan.FromSeconds(1)), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }
}

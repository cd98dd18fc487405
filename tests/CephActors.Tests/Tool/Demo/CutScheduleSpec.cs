using CephActors.Tool.Demo;

namespace CephActors.Tests.Tool.Demo;

public class CutScheduleSpec
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 20)]
    [InlineData(1_000, 20)]
    [InlineData(100_000, 20)]
    public void Gate_should_let_enough_through_to_make_each_cut_due(int messages, int cuts)
    {
        var schedule = new CutSchedule(messages, cuts, seed: 5);

        Assert.Equal(cuts, schedule.Count);
        for (var cut = 0; cut < cuts; cut++)
        {
            Assert.InRange(schedule.DueAt(cut), cut == 0 ? 0 : schedule.DueAt(cut - 1), messages - 1);
            Assert.InRange(schedule.GateOf(cut), schedule.DueAt(cut) + 1, messages);
            Assert.InRange(schedule.EndOf(cut), 0, 1);
        }
    }

    [Fact]
    public void Gate_should_be_open_when_all_cuts_are_made()
    {
        var schedule = new CutSchedule(10_000, cuts: 3, seed: 5);

        Assert.Equal(10_000, schedule.GateOf(3));
        Assert.Equal(int.MaxValue, schedule.DueAt(3));
        Assert.Equal(10_000, new CutSchedule(10_000, cuts: 0, seed: 5).GateOf(0));
    }

    [Fact]
    public void Both_ends_should_be_cut_at_points_that_the_seed_chooses()
    {
        var schedule = new CutSchedule(100_000, cuts: 20, seed: 5);
        var other = new CutSchedule(100_000, cuts: 20, seed: 6);

        Assert.Equal([0, 1], Enumerable.Range(0, 20).Select(schedule.EndOf).Distinct().Order());
        Assert.NotEqual(Enumerable.Range(0, 20).Select(schedule.DueAt), Enumerable.Range(0, 20).Select(other.DueAt));
    }
}

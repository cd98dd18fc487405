namespace CephActors.Simulation.Tests;

public class ShrinkerSpec
{
    [Fact]
    public void Shrinker_should_leave_what_a_violation_needs()
    {
        var plan = WorldPlanner.Draw(3, PolicyPair.All[0]) with
        {
            Faults = [new Fault.CutNow(1, 0, 0, 0), new Fault.MarkDown(2, 1, 0, false), new Fault.Pause(3, 0, 10), new Fault.CutNow(4, 1, 0, 0)],
            Bursts = [new Burst(0, 0, 1, 5, 1, 60), new Burst(0, 1, 0, 3, 1, 60)],
        };

        var smallest = Shrinker.Shrink(Run(plan)!, Run);

        Assert.Equal([new Fault.MarkDown(2, 1, 0, false)], smallest.Plan.Faults);
        Assert.Equal([new Burst(0, 1, 0, 1, 1, 60)], smallest.Plan.Bursts);
    }

    // Goes wrong whenever entity 1 sends and closes.
    private static Violation? Run(WorldPlan plan) =>
        plan.Faults.Any(f => f is Fault.MarkDown) && plan.Bursts.Any(b => b is { From: 1, Messages: > 0 })
            ? new Violation(plan, "rule", "detail", 0)
            : null;
}

using System.Collections.Immutable;

namespace CephActors.Simulation;

/// <summary>Takes away from a plan what a violation does not need.</summary>
internal sealed class Shrinker
{
    private readonly Func<WorldPlan, Violation?> _run;
    private Violation _best;

    private Shrinker(Violation violation, Func<WorldPlan, Violation?> run)
    {
        _best = violation;
        _run = run;
    }

    /// <summary>Returns the violation of a smaller plan that breaks the same rule.</summary>
    public static Violation Shrink(Violation violation) =>
        Shrink(violation, static plan => SimulationRunner.RunOne(plan, new Counters()));

    /// <inheritdoc cref="Shrink(Violation)"/>
    public static Violation Shrink(Violation violation, Func<WorldPlan, Violation?> run)
    {
        var shrinker = new Shrinker(violation, run);
        while (shrinker.Pass())
        {
        }

        return shrinker._best;
    }

    private bool Pass()
    {
        var smaller = Drop(p => p.Faults, (p, l) => p with { Faults = l });
        smaller |= Drop(p => p.Bursts, (p, l) => p with { Bursts = l });
        for (var i = 0; i < _best.Plan.Bursts.Count; i++)
        {
            var burst = _best.Plan.Bursts[i];
            if (burst.Messages > 1)
                smaller |= Try(_best.Plan with { Bursts = _best.Plan.Bursts.SetItem(i, burst with { Messages = burst.Messages / 2 }) });
        }

        return smaller;
    }

    private bool Drop<T>(Func<WorldPlan, ImmutableList<T>> of, Func<WorldPlan, ImmutableList<T>, WorldPlan> with)
    {
        var smaller = false;
        for (var i = of(_best.Plan).Count - 1; i >= 0; i--)
            smaller |= Try(with(_best.Plan, of(_best.Plan).RemoveAt(i)));
        return smaller;
    }

    private bool Try(WorldPlan plan)
    {
        if (_run(plan) is not { } violation || violation.Rule != _best.Rule)
            return false;
        _best = violation;
        return true;
    }
}

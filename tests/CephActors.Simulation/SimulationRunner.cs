using System.Diagnostics;

namespace CephActors.Simulation;

/// <summary>Runs worlds, one per seed.</summary>
internal static class SimulationRunner
{
    private const int KeptViolations = 100;

    /// <summary>Runs the seeds from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    /// <param name="from">The first seed.</param>
    /// <param name="to">The last seed.</param>
    /// <param name="pair">The policies of all worlds; null lets each seed draw a pair.</param>
    /// <param name="version">Who speaks which protocol in all worlds; null lets each seed draw it.</param>
    /// <param name="jobs">How many worlds are run at a time, each on a thread of its own.</param>
    /// <param name="stop">Ends the run early; the result is of what was run.</param>
    /// <param name="progress">Told now and then how many worlds the first thread's pace amounts to.</param>
    public static SimulationResult Run(
        ulong from,
        ulong to,
        PolicyPair? pair = null,
        SimVersion? version = null,
        int jobs = 1,
        CancellationToken stop = default,
        Action<double>? progress = null)
    {
        var clock = Stopwatch.StartNew();
        var parts = new Part[jobs];
        var threads = new Thread[jobs];
        for (var job = 0; job < jobs; job++)
        {
            var part = parts[job] = new Part();
            var first = from + (ulong)job;
            threads[job] = new Thread(() => RunEvery((ulong)jobs, first, to, seed => WorldPlanner.Draw(seed, pair, version), part, stop, first == from ? progress : null));
            threads[job].Start();
        }

        foreach (var thread in threads)
            thread.Join();
        var total = new Counters();
        foreach (var part in parts)
            total.Add(part.Counters);
        return new SimulationResult(
            total,
            parts.Sum(p => p.Count),
            [.. parts.SelectMany(p => p.Violations).OrderBy(v => v.Plan.Seed)],
            clock.Elapsed);
    }

    private static void RunEvery(
        ulong step, ulong from, ulong to, Func<ulong, WorldPlan> draw, Part part, CancellationToken stop, Action<double>? progress)
    {
        for (var seed = from; seed >= from && seed <= to && !stop.IsCancellationRequested; seed += step)
        {
            if (RunOne(draw(seed), part.Counters) is { } violation && part.Count++ < KeptViolations)
                part.Violations.Add(violation);
            progress?.Invoke(seed - from + step);
        }
    }

    /// <summary>Runs one world; null if every invariant held.</summary>
    public static Violation? RunOne(WorldPlan plan, Counters counters, Action<string>? trace = null)
    {
        World? world = null;
        try
        {
            world = new World(plan, counters, trace);
            world.Run();
            return null;
        }
        catch (Exception e)
        {
            trace?.Invoke($"violation: {e}");
            var rule = (e as InvariantException)?.Rule ?? e.GetType().Name;
            return new Violation(plan, rule, e.Message, world?.Now ?? 0);
        }
        finally
        {
            world?.Count();
        }
    }

    private sealed class Part
    {
        public Counters Counters { get; } = new();

        public List<Violation> Violations { get; } = [];

        public long Count { get; set; }
    }
}

/// <summary>An invariant that did not hold.</summary>
internal sealed record Violation(WorldPlan Plan, string Rule, string Detail, long At)
{
    public override string ToString() => $"seed {Plan.Seed} ({Plan.Pair}) at {At / 1e6:0.000000} s: {Detail}";
}

/// <summary>What a run of seeds came to.</summary>
internal sealed record SimulationResult(Counters Counters, long ViolationCount, IReadOnlyList<Violation> Violations, TimeSpan Elapsed);

using System.CommandLine;
using System.Globalization;
using CephActors.Simulation;
using CephActors.Tool.Manners;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors simulate</c>: whole worlds of sessions and faults, each from one seed, held to what sessions promise.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var seeds = new Option<(ulong From, ulong To)?>("--seeds")
        {
            Description = "The seeds to run, both ends included; 1..10000 if left out.",
            HelpName = "A..B",
            CustomParser = result =>
            {
                var parts = result.Tokens[0].Value.Split("..");
                if (parts.Length == 2 && TryParse(parts[0], out var from) && TryParse(parts[1], out var to) && from <= to)
                    return (from, to);
                result.AddError($"--seeds takes two whole numbers as in 1..10000, not '{result.Tokens[0].Value}'.");
                return null;
            },
        };
        var seed = new Option<ulong?>("--seed") { Description = "One seed alone.", HelpName = "NUMBER" };
        var policy = new Option<PolicyPair?>("--policy")
        {
            Description = "One pair of policies for all seeds: " + string.Join(", ", PolicyPair.All) + ". Else each seed draws one.",
            HelpName = "PAIR",
            CustomParser = result =>
            {
                if (!PolicyPair.TryParse(result.Tokens[0].Value, out var pair))
                    result.AddError($"--policy takes one of {string.Join(", ", PolicyPair.All)}, not '{result.Tokens[0].Value}'.");
                return pair;
            },
        };
        var protocol = new Option<SimVersion?>("--protocol")
        {
            Description = "Who speaks which protocol in all worlds; without it each seed draws it. One of v1, v2, dual, mixed.",
            HelpName = "VERSION",
            CustomParser = result =>
            {
                if (Enum.TryParse<SimVersion>(result.Tokens[0].Value, ignoreCase: true, out var version) && Enum.IsDefined(version))
                    return version;
                result.AddError($"--protocol takes one of v1, v2, dual, mixed, not '{result.Tokens[0].Value}'.");
                return null;
            },
        };
        var trace = new Option<bool>("--trace") { Description = "Tell step by step what happens; with --seed." };
        var jobs = WholeNumber.Option("--jobs", "How many worlds to run at a time.", 1, 1, 1_000);
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        trace.Validators.Add(result =>
        {
            if (result.GetValue(trace) && result.GetResult(seed) is null)
                result.AddError("--trace is for one seed: name it with --seed.");
        });

        var command = new ToolCommand(
            "simulate",
            "Run sessions and faults in simulated worlds, each from a seed, and check what sessions promise.",
            "cephactors simulate --seeds 1..10000 --jobs 2",
            "cephactors simulate --seed 4711 --policy lossless-peer --trace")
        {
            seeds, seed, policy, protocol, trace, jobs, json,
        };
        command.SetAction(async (parse, stop) =>
        {
            var (from, to) = parse.GetValue(seed) is { } one ? (one, one) : parse.GetValue(seeds) ?? (1, 10_000);
            var output = parse.InvocationConfiguration.Output;
            if (parse.GetValue(trace))
                return Trace(WorldPlanner.Draw(from, parse.GetValue(policy), parse.GetValue(protocol)), output);
            var result = await Terminal.WithProgressAsync(
                parse.InvocationConfiguration.Error,
                "worlds",
                (double)to - from + 1,
                progress => Task.Run(() => SimulationRunner.Run(from, to, parse.GetValue(policy), parse.GetValue(protocol), parse.GetValue(jobs), stop, progress), CancellationToken.None)).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
            Print(result, parse.GetValue(json), parse.InvocationConfiguration);
            return result.ViolationCount == 0 ? 0 : 1;
        });
        return command;
    }

    private static void Print(SimulationResult result, bool json, InvocationConfiguration streams)
    {
        streams.Output.WriteLine(json ? Report.Json(result) : Report.Text(result));
        foreach (var first in result.Violations.DistinctBy(v => v.Rule))
        {
            foreach (var line in Report.Lines(Shrinker.Shrink(first)))
                streams.Error.WriteLine(line);
            streams.Error.WriteLine(FormattableString.Invariant(
                $"cephactors: promises were broken; see how with: cephactors simulate --seed {first.Plan.Seed} --policy {first.Plan.Pair} --trace"));
        }
    }

    private static int Trace(WorldPlan plan, TextWriter output)
    {
        if (SimulationRunner.RunOne(plan, new Counters(), output.WriteLine) is not { } violation)
            return 0;
        var smallest = Shrinker.Shrink(violation);
        output.WriteLine();
        output.WriteLine("The same with only what it takes:");
        foreach (var line in Report.Lines(smallest))
            output.WriteLine(line);
        SimulationRunner.RunOne(smallest.Plan, new Counters(), output.WriteLine);
        return 1;
    }

    private static bool TryParse(string text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}

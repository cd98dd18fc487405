using System.Text.Json;
using System.Text.Json.Nodes;

namespace CephActors.Simulation;

/// <summary>What a run came to, for people and for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON object on one line.</summary>
    public static string Json(SimulationResult result)
    {
        var counters = result.Counters;
        return new JsonObject
        {
            ["seeds"] = counters.Worlds,
            ["messages"] = counters.Messages,
            ["faults"] = counters.Faults,
            ["reconnects"] = counters.Reconnects,
            ["replays"] = counters.Replays,
            ["resets"] = counters.Resets,
            ["violations"] = result.ViolationCount,
            ["first_violation"] = result.Violations.FirstOrDefault()?.ToString(),
            ["seconds"] = Math.Round(result.Elapsed.TotalSeconds, 3),
        }.ToJsonString(OneLine);
    }

    /// <summary>One line.</summary>
    public static string Text(SimulationResult result)
    {
        var counters = result.Counters;
        return $"{counters.Worlds} seeds: {counters.Messages} messages, {counters.Faults} faults, {counters.Reconnects} reconnects, "
            + $"{counters.Replays} messages sent again, {counters.Resets} resets, {result.ViolationCount} violations "
            + $"in {result.Elapsed.TotalSeconds:0.0} s ({counters.Worlds / Math.Max(0.001, result.Elapsed.TotalSeconds):0} seeds/s)";
    }

    /// <summary>A violation with all that its plan needs to bring it about.</summary>
    public static IEnumerable<string> Lines(Violation violation)
    {
        var plan = violation.Plan;
        yield return $"{violation.Rule}: {violation}";
        yield return $"  {plan.Entities} entities, {plan.Acceptors} of them accept; {plan.Settings}";
        foreach (var burst in plan.Bursts)
            yield return $"  {burst}";
        foreach (var fault in plan.Faults)
            yield return $"  {fault}";
    }
}

using System.Diagnostics;
using System.Globalization;
using CephActors.Tool;
using CephActors.Tool.Pictures;

namespace CephActors.Benchmarks.Compare;

/// <summary>Lets every contender have its turn at every work, round after round, so that what disturbs the machine disturbs all alike.</summary>
internal static class CompareRun
{
    // What a turn takes beside measuring and running warm: two programs start and end.
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(1.5);

    private const int Attempts = 3;

    public static async Task<CompareResults> RunAsync(ComparePlan plan, TextWriter progress, CancellationToken cancellationToken)
    {
        var all = (plan.Duration + ComparePlan.WarmUp + Overhead) * plan.Count;
        await progress.WriteLineAsync($"{plan.Count} measurements, about {Math.Ceiling(all.TotalMinutes)} min");
        var results = new List<Measurement>();
        var done = 0;
        var started = Stopwatch.GetTimestamp();
        foreach (var size in plan.Sizes)
        {
            foreach (var depth in plan.Depths)
            {
                for (var round = 1; round <= plan.Rounds; round++)
                {
                    foreach (var contender in plan.Contenders)
                    {
                        var result = await MeasureStubbornlyAsync(contender, plan.Duration, size, depth, round, progress, cancellationToken);
                        if (result is not null)
                            results.Add(result);
                        var left = Stopwatch.GetElapsedTime(started) / ++done * (plan.Count - done);
                        await progress.WriteLineAsync(string.Create(
                            CultureInfo.InvariantCulture,
                            $"[{done,4}/{plan.Count}, {left:mm\\:ss} left] {Quantity.Bytes(size)}, depth {depth}, round {round}: {contender.Name,-12} {result?.MessagesPerSecond ?? 0,12:N0} messages/s"));
                    }
                }
            }
        }

        return new CompareResults(plan, results);
    }

    // On a busy machine a program may not get to answer in time: one such case, or one contender, is not to cost a long run.
    private static async Task<Measurement?> MeasureStubbornlyAsync(
        Contender contender, TimeSpan duration, int size, int depth, int round, TextWriter progress, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                return await MeasureAsync(contender, duration, size, depth, round, cancellationToken);
            }
            catch (Exception failure) when (failure is CommandFailure or TimeoutException)
            {
                await progress.WriteLineAsync($"{contender.Name}: {failure.Message} (attempt {attempt} of {Attempts})");
            }
        }

        return null;
    }

    private static async Task<Measurement> MeasureAsync(
        Contender contender, TimeSpan duration, int size, int depth, int round, CancellationToken cancellationToken)
    {
        using var server = await ContenderServer.StartAsync(contender, cancellationToken);
        string[] options =
        [
            "--size", Text(size), "--depth", Text(depth), "--seconds", Text(duration.TotalSeconds), "--warm-up", Text(ComparePlan.WarmUp.TotalSeconds),
        ];
        var client = await server.AskAsync(contender, options, cancellationToken);
        return new Measurement(contender.Name, size, depth, round, client, await server.StopAsync());
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;

namespace CephActors.Tool.Bench;

/// <summary>Measures lanes that are asking already.</summary>
internal static class BenchMeasurement
{
    private static readonly double MicrosecondsPerTick = 1e6 / Stopwatch.Frequency;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Lets them run warm, then measures.</summary>
    /// <param name="load">How long.</param>
    /// <param name="lanes">Who asks.</param>
    /// <param name="failed">Fails if going on is pointless.</param>
    /// <param name="progress">Told the time that was measured so far.</param>
    /// <param name="cancellationToken">Ends it before its time.</param>
    /// <exception cref="CommandFailure">Nothing was answered.</exception>
    public static async Task<BenchResult> TakeAsync(
        BenchLoad load, IReadOnlyList<IBenchLane> lanes, Task failed, Action<TimeSpan> progress, CancellationToken cancellationToken)
    {
        await WaitAsync(load.WarmUp, static _ => { }, failed, cancellationToken).ConfigureAwait(false);
        LatencyHistogram[] latencies = [.. lanes.Select(_ => new LatencyHistogram())];
        for (var i = 0; i < latencies.Length; i++)
            lanes[i].Latencies = latencies[i];
        var before = BenchSample.Take(Answered());
        var counts = new List<(TimeSpan, long)>();
        await WaitAsync(load.Duration, Look, failed, cancellationToken).ConfigureAwait(false);
        var usage = BenchSample.Take(Answered()).Since(before);
        foreach (var lane in lanes)
            lane.Latencies = null;
        return usage.Messages == 0
            ? throw new CommandFailure("no request was answered while it was measured; `cephactors ping` with the same address tells what is wrong with it, if anything")
            : new BenchResult(load, usage, Percentile(0.50), Percentile(0.99), Percentile(0.999))
            {
                History = new BenchHistory(counts, [.. LatencyHistogram.Classes(latencies).Select(c => (c.Least * MicrosecondsPerTick, c.Count))]),
            };

        void Look(TimeSpan elapsed)
        {
            counts.Add((elapsed, Answered() - before.Messages));
            progress(elapsed);
        }

        long Answered() => lanes.Sum(lane => lane.Answered);
        double Percentile(double share) => LatencyHistogram.Percentile(latencies, share) * MicrosecondsPerTick;
    }

    private static async Task WaitAsync(TimeSpan duration, Action<TimeSpan> progress, Task failed, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < duration)
        {
            progress(elapsed);
            var rest = duration - elapsed;
            var pause = Task.Delay(rest < ProgressInterval ? rest : ProgressInterval, cancellationToken);
            await await Task.WhenAny(pause, failed).ConfigureAwait(false);
        }

        progress(duration);
    }
}

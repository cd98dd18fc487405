using System.Diagnostics;

namespace CephActors.Tool.Bench;

/// <summary>The lanes of a bench, found by the transaction ids they use; takes replies by either way of dispatch.</summary>
internal sealed class BenchLanes : IFastDispatcher
{
    /// <summary>The part of a transaction id that tells the slot; above it stands the lane.</summary>
    private const int SlotBits = 32;

    private readonly BenchLane[] _lanes;
    private readonly MessageType _replyType;

    public BenchLanes(IReadOnlyList<Connection> connections, BenchLoad load, MessageType replyType, Func<ulong, CephMessage> createRequest)
    {
        _replyType = replyType;
        _lanes = [.. connections.Select((c, i) => new BenchLane(c, createRequest, (ulong)i << SlotBits, load.Depth))];
    }

    /// <summary>Replies that came in all lanes.</summary>
    public long Answered => _lanes.Sum(lane => lane.Answered);

    public bool CanFastDispatch(MessageType type) => type == _replyType;

    public void FastDispatch(Connection connection, CephMessage message) => OnReply(message);

    /// <summary>A reply has come.</summary>
    public void OnReply(CephMessage reply) => _lanes[reply.Tid >> SlotBits].OnReply(reply.Tid);

    /// <summary>Fills all lanes, lets them run warm and measures.</summary>
    /// <param name="load">How long.</param>
    /// <param name="failed">Fails if going on is pointless.</param>
    /// <param name="progress">Told the time that was measured so far.</param>
    /// <param name="cancellationToken">Ends it before its time.</param>
    public async Task<BenchResult> RunAsync(BenchLoad load, Task failed, Action<TimeSpan> progress, CancellationToken cancellationToken)
    {
        foreach (var lane in _lanes)
            lane.Start();
        await WaitAsync(load.WarmUp, static _ => { }, failed, cancellationToken).ConfigureAwait(false);
        LatencyHistogram[] latencies = [.. _lanes.Select(_ => new LatencyHistogram())];
        for (var i = 0; i < _lanes.Length; i++)
            _lanes[i].Latencies = latencies[i];
        var before = BenchSample.Take(Answered);
        await WaitAsync(load.Duration, progress, failed, cancellationToken).ConfigureAwait(false);
        var usage = BenchSample.Take(Answered).Since(before);
        foreach (var lane in _lanes)
            lane.Latencies = null;
        return usage.Messages == 0
            ? throw new CommandFailure("no request was answered while it was measured")
            : new BenchResult(load, usage, Percentile(0.50), Percentile(0.99), Percentile(0.999));

        double Percentile(double share) => LatencyHistogram.Percentile(latencies, share) * 1e6 / Stopwatch.Frequency;
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

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);
}

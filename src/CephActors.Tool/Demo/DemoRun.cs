using System.Diagnostics;
using Akka.Actor;
using CephActors.Actors;

namespace CephActors.Tool.Demo;

/// <summary>
/// The demonstration: two OSDs over real sockets send each other messages while their sockets are cut. It always ends: by
/// success, by a lost session, or because nothing has moved or time is up.
/// </summary>
internal sealed class DemoRun(DemoOptions options)
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _broken = NewSource();
    private readonly Stopwatch _watch = new();
    private DeliveryLedger[] _ledgers = [];

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told now and then how many messages have been delivered.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<DemoResult> RunAsync(Action<long> progress, CancellationToken cancellationToken)
    {
        var plan = new TrafficPlan(options.Seed);
        _ledgers = [new DeliveryLedger(plan, 0, options.Messages), new DeliveryLedger(plan, 1, options.Messages)];
        var schedule = new CutSchedule(options.Messages, options.Cuts, options.Seed);

        await using var one = DemoEnd.Start(0, options.Verbose);
        await using var other = DemoEnd.Start(1, options.Verbose);
        DemoEnd[] ends = [one, other];
        TaskCompletionSource[] goals = [NewSource(), NewSource(), NewSource()];
        var cutter = one.System.ActorOf(Props.Create(() => new Cutter(schedule, goals[2])), "cutter");
        var addresses = new EntityAddressVector[2];
        for (var i = 0; i < ends.Length; i++)
        {
            var (outgoing, incoming, received) = (_ledgers[i], _ledgers[1 - i], goals[i]);
            addresses[i] = await ends[i].ListenAsync(Props.Create(() => new DemoPeer(outgoing, incoming, cutter, received, _broken))).ConfigureAwait(false);
        }

        _watch.Start();
        one.ConnectTo(addresses[1]);
        other.ConnectTo(addresses[0]);
        cutter.Tell(new StartCutting([one.Peer, other.Peer]));

        var failure = await WatchAsync(Task.WhenAll(goals.Select(g => g.Task)), progress, cancellationToken).ConfigureAwait(false);
        var elapsed = _watch.Elapsed;
        failure ??= await SettleAsync(ends).ConfigureAwait(false);
        var counters = await Task.WhenAll(ends.Select(CountersOfAsync)).ConfigureAwait(false);
        var cuts = await cutter.Ask<int>(CountCuts.Instance, TimeSpan.FromSeconds(2)).ConfigureAwait(false);
        // A run that ends early still moves messages; the ledgers are read when nothing can.
        await Task.WhenAll(ends.Select(e => e.DisposeAsync().AsTask())).ConfigureAwait(false);
        return Summarize(elapsed, counters, cuts, failure);
    }

    /// <summary>Waits for the end; null if it is a good one.</summary>
    private async Task<string?> WatchAsync(Task finished, Action<long> progress, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Look);
        var (moved, movedAt) = (-1L, TimeSpan.Zero);
        while (true)
        {
            var delivered = _ledgers.Sum(l => (long)l.Delivered);
            progress(delivered);
            if (_broken.Task.Exception is { } broken)
                return broken.InnerException!.Message;
            if (finished.IsFaulted)
                return finished.Exception.InnerException!.Message;
            if (finished.IsCompleted)
                return null;
            if (delivered != moved)
                (moved, movedAt) = (delivered, _watch.Elapsed);
            if (_watch.Elapsed - movedAt > Stall)
                return $"nothing was delivered for {Stall.TotalSeconds:0} s; {delivered} of {2L * options.Messages} messages were before";
            if (_watch.Elapsed > options.Timeout)
                return $"not done after {options.Timeout.TotalSeconds:0} s; {delivered} of {2L * options.Messages} messages were delivered";
            if (cancellationToken.IsCancellationRequested)
                return "interrupted";
            await Task.WhenAny(finished, timer.WaitForNextTickAsync(cancellationToken).AsTask()).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// What is not acknowledged may be sent once more, so a duplicate could still come: waits until both ends hold nothing
    /// and all that was received has been looked at.
    /// </summary>
    private async Task<string?> SettleAsync(DemoEnd[] ends)
    {
        var limit = _watch.Elapsed + Stall;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (_watch.Elapsed < limit)
        {
            var idle = true;
            foreach (var end in ends)
            {
                var dispatch = await end.Messenger.GetDispatchStatusAsync().WaitAsync(Stall).ConfigureAwait(false);
                idle &= end.Connection.Outbox.HeldMessages == 0 && dispatch is { Length: 0, Unfinished: 0 };
            }

            if (idle)
                return null;
            await timer.WaitForNextTickAsync().ConfigureAwait(false);
        }

        return $"messages were still unacknowledged {Stall.TotalSeconds:0} s after the last was delivered";
    }

    /// <summary>A session that is gone tells nothing.</summary>
    private static async Task<SessionCounters> CountersOfAsync(DemoEnd end)
    {
        try
        {
            return await end.Connection.GetCountersAsync().WaitAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return default;
        }
    }

    private DemoResult Summarize(TimeSpan elapsed, SessionCounters[] counters, int cuts, string? failure)
    {
        var latencies = _ledgers.SelectMany(l => l.Latencies()).ToArray();
        Array.Sort(latencies);
        var delivered = _ledgers.Sum(l => (long)l.Delivered);
        var corrupt = _ledgers.Sum(l => l.Corrupt);
        return new DemoResult
        {
            Sent = _ledgers.Sum(l => (long)l.Sent),
            Delivered = delivered,
            Lost = _ledgers.Sum(l => (long)l.Lost),
            Duplicated = _ledgers.Sum(l => l.Duplicated),
            OutOfOrder = _ledgers.Sum(l => l.OutOfOrder),
            Cuts = cuts,
            // Both ends see each reconnect, save one that fails halfway.
            Reconnects = counters.Max(c => c.Reconnects),
            Replayed = counters.Sum(c => c.Replayed),
            MessagesPerSecond = delivered / elapsed.TotalSeconds,
            MegabytesPerSecond = _ledgers.Sum(l => l.Bytes) / 1e6 / elapsed.TotalSeconds,
            P50 = Microseconds(Percentiles.Of(latencies, 0.50)),
            P99 = Microseconds(Percentiles.Of(latencies, 0.99)),
            Failure = failure ?? (corrupt > 0 ? $"{corrupt} messages arrived that nobody sent like that" : null),
        };
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

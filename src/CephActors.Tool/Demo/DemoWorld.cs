using System.Diagnostics;
using Akka.Actor;

namespace CephActors.Tool.Demo;

/// <summary>Two OSDs over real sockets with their ledgers: what a demonstration and a soak have in common.</summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    /// <summary>If nothing moves for this long, something is wrong.</summary>
    public static readonly TimeSpan Stall = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource _broken = NewSource();
    private readonly DemoEnd[] _ends;

    public DemoWorld(int seed, long messages, bool verbose)
    {
        var plan = new TrafficPlan(seed);
        Ledgers = [new DeliveryLedger(plan, 0, messages), new DeliveryLedger(plan, 1, messages)];
        _ends = [DemoEnd.Start(0, verbose), DemoEnd.Start(1, verbose)];
    }

    /// <summary>What each end sends.</summary>
    public DeliveryLedger[] Ledgers { get; }

    /// <summary>Completed, each for one end, when everything has arrived.</summary>
    public TaskCompletionSource[] Received { get; } = [NewSource(), NewSource()];

    /// <summary>Why the session ended before its time; null while it lives.</summary>
    public string? Broken => _broken.Task.Exception?.InnerException!.Message;

    public IActorRef Cutter { get; private set; } = ActorRefs.Nobody;

    public IActorRef[] Peers => [.. _ends.Select(e => e.Peer)];

    /// <summary>Messages delivered in both directions.</summary>
    public long Delivered => Ledgers.Sum(l => l.Delivered);

    public static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the two find each other and begin.</summary>
    public async Task StartAsync(Props cutter)
    {
        var cutterActor = Cutter = _ends[0].System.ActorOf(cutter, "cutter");
        var addresses = new EntityAddressVector[_ends.Length];
        for (var i = 0; i < _ends.Length; i++)
        {
            var (outgoing, incoming, received, broken) = (Ledgers[i], Ledgers[1 - i], Received[i], _broken);
            addresses[i] = await _ends[i].ListenAsync(Props.Create(() => new DemoPeer(outgoing, incoming, cutterActor, received, broken))).ConfigureAwait(false);
        }

        _ends[0].ConnectTo(addresses[1]);
        _ends[1].ConnectTo(addresses[0]);
        Cutter.Tell(new StartCutting(Peers));
    }

    /// <summary>
    /// What is not acknowledged may be sent once more, so a duplicate could still come: waits until both ends hold nothing
    /// and all that was received has been looked at. Returns what stands in the way, null if nothing.
    /// </summary>
    public async Task<string?> SettleAsync()
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (watch.Elapsed < Stall)
        {
            var idle = true;
            foreach (var end in _ends)
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

    /// <summary>Ends the world and says what came of it in this time.</summary>
    public async Task<DemoResult> FinishAsync(TimeSpan elapsed, string? failure)
    {
        var dumps = await Task.WhenAll(_ends.Select(DumpOfAsync)).ConfigureAwait(false);
        var cuts = await Cutter.Ask<int>(CountCuts.Instance, TimeSpan.FromSeconds(2)).ConfigureAwait(false);

        // A run that ends early still moves messages; the ledgers are read when nothing can.
        await DisposeAsync().ConfigureAwait(false);
        LatencyHistogram[] latencies = [.. Ledgers.Select(l => l.Latencies)];
        var corrupt = Ledgers.Sum(l => l.Corrupt);
        return new DemoResult
        {
            Sent = Ledgers.Sum(l => l.Sent),
            Delivered = Delivered,
            Lost = Ledgers.Sum(l => l.Lost),
            Duplicated = Ledgers.Sum(l => l.Duplicated),
            OutOfOrder = Ledgers.Sum(l => l.OutOfOrder),
            Cuts = cuts,
            // Both ends see each reconnect, save one that fails halfway.
            Reconnects = dumps.Max(d => d?.Reconnects ?? 0),
            Replayed = dumps.Sum(d => d?.Replayed ?? 0),
            MessagesPerSecond = Delivered / elapsed.TotalSeconds,
            MegabytesPerSecond = Ledgers.Sum(l => l.Bytes) / 1e6 / elapsed.TotalSeconds,
            P50 = Microseconds(LatencyHistogram.Percentile(latencies, 0.50)),
            P99 = Microseconds(LatencyHistogram.Percentile(latencies, 0.99)),
            Failure = failure ?? (corrupt > 0 ? $"{corrupt} messages arrived that nobody sent like that" : null),
        };
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_ends.Select(e => e.DisposeAsync().AsTask())).ConfigureAwait(false);

    /// <summary>A session that is gone tells nothing.</summary>
    private static async Task<ConnectionDump?> DumpOfAsync(DemoEnd end)
    {
        try
        {
            return await end.Connection.DumpAsync().WaitAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}

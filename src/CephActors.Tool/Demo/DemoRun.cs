using System.Diagnostics;
using Akka.Actor;

namespace CephActors.Tool.Demo;

/// <summary>
/// The demonstration: two OSDs over real sockets send each other messages while their sockets are cut. It always ends: by
/// success, by a lost session, or because nothing has moved or time is up.
/// </summary>
internal sealed class DemoRun(DemoOptions options)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch _watch = new();

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told now and then how many messages have been delivered.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<DemoResult> RunAsync(Action<long> progress, CancellationToken cancellationToken)
    {
        var schedule = new CutSchedule(options.Messages, options.Cuts, options.Seed);
        var allCut = DemoWorld.NewSource();
        await using var world = new DemoWorld(options.Seed, options.Messages, options.Verbose);
        _watch.Start();
        await world.StartAsync(Props.Create(() => new Cutter(schedule, allCut))).ConfigureAwait(false);

        var goals = Task.WhenAll([.. world.Received.Select(g => g.Task), allCut.Task]);
        var failure = await WatchAsync(world, goals, progress, cancellationToken).ConfigureAwait(false);
        var elapsed = _watch.Elapsed;
        failure ??= await world.SettleAsync().ConfigureAwait(false);
        return await world.FinishAsync(elapsed, failure).ConfigureAwait(false);
    }

    /// <summary>Waits for the end; null if it is a good one.</summary>
    private async Task<string?> WatchAsync(DemoWorld world, Task finished, Action<long> progress, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Look);
        var (moved, movedAt) = (-1L, TimeSpan.Zero);
        while (true)
        {
            var delivered = world.Delivered;
            progress(delivered);
            if (world.Broken is { } broken)
                return broken;
            if (finished.IsFaulted)
                return finished.Exception.InnerException!.Message;
            if (finished.IsCompleted)
                return null;
            if (delivered != moved)
                (moved, movedAt) = (delivered, _watch.Elapsed);
            if (_watch.Elapsed - movedAt > DemoWorld.Stall)
                return $"nothing was delivered for {DemoWorld.Stall.TotalSeconds:0} s; {delivered} of {2L * options.Messages} messages were before";
            if (_watch.Elapsed > options.Timeout)
                return $"not done after {options.Timeout.TotalSeconds:0} s; {delivered} of {2L * options.Messages} messages were delivered";
            if (cancellationToken.IsCancellationRequested)
                return "interrupted";
            await Task.WhenAny(finished, timer.WaitForNextTickAsync(cancellationToken).AsTask()).ConfigureAwait(false);
        }
    }
}

using System.Diagnostics;
using Akka.Actor;

namespace CephActors.Tool.Demo;

/// <summary>
/// Endless traffic between two OSDs while their sockets are cut. Every minute it stands still for a moment: everything
/// that was sent must have arrived, and the memory that is held then is noted.
/// </summary>
internal sealed class SoakRun(SoakOptions options)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch _watch = new();
    private readonly List<MemorySample> _samples = [];

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told now and then for how long it has run.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<DemoResult> RunAsync(Action<TimeSpan> progress, CancellationToken cancellationToken)
    {
        await using var world = new DemoWorld(options.Seed, long.MaxValue, options.Verbose);
        await world.StartAsync(Props.Create(() => new SoakCutter(options.CutsPerMinute, options.Seed))).ConfigureAwait(false);
        _watch.Start();
        string? failure = null;
        while (failure is null && _watch.Elapsed < options.Duration)
        {
            var until = TimeSpan.FromMinutes(_samples.Count + 1);
            failure = await WatchAsync(world, until < options.Duration ? until : options.Duration, progress, cancellationToken).ConfigureAwait(false)
                ?? await StandStillAsync(world).ConfigureAwait(false);
            if (failure is not null)
                break;
            _samples.Add(MemorySample.Take(_watch.Elapsed));
            world.Cutter.Tell(new ResumeCutting());
            Array.ForEach(world.Peers, p => p.Tell(new ResumeSending()));
        }

        // What began after the last look is under way.
        failure ??= await StandStillAsync(world).ConfigureAwait(false);
        var result = await world.FinishAsync(_watch.Elapsed, failure).ConfigureAwait(false);
        return result with { Memory = _samples };
    }

    /// <summary>Lets traffic flow until a time; null if it does.</summary>
    private async Task<string?> WatchAsync(DemoWorld world, TimeSpan until, Action<TimeSpan> progress, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Look);
        var (moved, movedAt) = (-1L, TimeSpan.Zero);
        while (_watch.Elapsed < until)
        {
            progress(_watch.Elapsed);
            if (world.Broken is { } broken)
                return broken;
            if (world.Delivered != moved)
                (moved, movedAt) = (world.Delivered, _watch.Elapsed);
            if (_watch.Elapsed - movedAt > DemoWorld.Stall)
                return $"nothing was delivered for {DemoWorld.Stall.TotalSeconds:0} s; {moved} messages were before";
            if (cancellationToken.IsCancellationRequested)
                return "interrupted";
            await Task.WhenAny(timer.WaitForNextTickAsync(cancellationToken).AsTask()).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Stops cuts, then messages, and waits until all that was sent has arrived; null if it has.</summary>
    private static async Task<string?> StandStillAsync(DemoWorld world)
    {
        try
        {
            await world.Cutter.Ask<Paused>(new PauseCutting(), DemoWorld.Stall).ConfigureAwait(false);
            await Task.WhenAll(world.Peers.Select(p => p.Ask<Paused>(new PauseSending(), DemoWorld.Stall))).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return world.Broken ?? $"a cut was not made within {DemoWorld.Stall.TotalSeconds:0} s";
        }

        if (await world.SettleAsync().ConfigureAwait(false) is { } unsettled)
            return world.Broken ?? unsettled;
        var lost = world.Ledgers.Sum(l => l.Lost);
        return lost == 0 ? null : $"{lost} messages are acknowledged and were not delivered";
    }
}

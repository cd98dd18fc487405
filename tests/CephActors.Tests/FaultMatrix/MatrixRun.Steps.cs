using Akka.Actor;
using CephActors.Session;
using CephActors.TestKit;
using CephActors.Tests.Actors;

namespace CephActors.Tests.FaultMatrix;

/// <summary>The steps of a scenario, and what they wait for.</summary>
internal sealed partial class MatrixRun
{
    private readonly List<InterceptedPass> _broken = [];
    private TimeSpan _due;
    private ulong _lastFence;

    private async Task TakeAsync(MatrixStep step)
    {
        _journal.Do($"-- {step}", () => { });
        if (step.Actor is "harness")
            await HarnessAsync(step);
        else if (step.Actor is "us")
            await ActAsync(_us, _peer, step);
        else
            await ActAsync(_peer, _us, step);
        _journal.ThrowIfFailed();
    }

    private async Task ActAsync(MatrixSide side, MatrixSide other, MatrixStep step)
    {
        switch (step.Action)
        {
            case "connect": side.Connect(other.Messenger.OwnAddresses); break;
            case "send": side.Send(step.Arg ?? 1); break;
            case "send_untracked": side.SendUntracked(); break;
            case "keepalive": side.SendKeepalive(); break;
            case "markdown": await MarkDownAsync(side, other); break;
            default: throw new ArgumentOutOfRangeException(nameof(step), step.Action, "Nothing that a side does.");
        }
    }

    private async Task HarnessAsync(MatrixStep step)
    {
        switch (step.Action)
        {
            case "wait_blocked": await UntilHeldAsync(); break;
            case "unblock": _interceptor.Release(); break;
            case "wait_established": await UntilAsync(step, () => !AnyOutstanding()); break;
            case "wait_replaced": await UntilAsync(step, () => Count(step.Arg ?? 0, _us.Objects.Count(o => o.Replaced))); break;
            case "wait_results": await UntilAsync(step, () => HasResults(step.Arg ?? 0)); break;
            case "wait_peer_closed_or_open": await UntilPeerHasAsync(step, o => o.IsClosed || o.IsLive); break;
            case "wait_peer_closed": await UntilPeerHasAsync(step, o => o.IsClosed); break;
            case "wait_peer_remote_reset": await UntilAsync(step, () => _peer.Objects.Sum(o => o.RemoteResets) == 1); break;
            case "wait_peer_waits": await UntilAsync(step, () => _peer.Tracked?.State is SessionState.Wait); break;
            case "wait_us_waits": await UntilAsync(step, () => _us.Tracked?.State is SessionState.Wait); break;
            case "expect_standby": await UntilAsync(step, () => _us.Tracked?.State is SessionState.Standby); break;
            case "sleep_ms": _time.Advance(TimeSpan.FromMilliseconds(step.Arg ?? 0)); break;
            case "check": await CheckAsync(_scenario.Checks[step.Arg ?? 0]); break;
            case "record_address_order": _journal.Do($"our address compares {_us.Messenger.OwnAddresses[0].CompareTo(_peer.Messenger.OwnAddresses[0])}", () => { }); break;
            default: throw new ArgumentOutOfRangeException(nameof(step), step.Action, "Nothing that the harness does.");
        }
    }

    /// <summary>
    /// Ceph's test sleeps after this until the close has arrived. Here everything before it has been acknowledged, and the other
    /// side has noticed.
    /// </summary>
    private async Task MarkDownAsync(MatrixSide side, MatrixSide other)
    {
        await SettleAsync();
        var watched = _journal.Ask(() => other.Tracked is { IsLive: true } tracked ? tracked : null);
        var before = watched?.TimesLost;
        side.MarkDown();
        await UntilAsync("the other side has noticed", () => watched is null || watched.TimesLost > before);
    }

    private async Task UntilPeerHasAsync(MatrixStep step, Func<MatrixConnection, bool> state)
    {
        await UntilAsync(step, () => _peer.Objects.All(state));
        foreach (var one in _peer.Objects)
            await FinishAsync(_peer, one);
    }

    private async Task UntilHeldAsync()
    {
        var held = _interceptor.Held;
        _ = held.ContinueWith(
            done => _journal.Do($"held at {done.Result}", () => { }), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await UntilAsync("held", () => held.IsCompleted);

        // Ceph's test drives its peer through commands, which take longer than it takes both sides to notice a close.
        await UntilAsync("every close noticed", EveryCloseIsNoticed);
    }

    private bool EveryCloseIsNoticed() => !_broken.Any(p =>
        _peer.Has(p.Remote!, p.Local!) || (p.Action is InterceptionAction.Fault && _us.Has(p.Local!, p.Remote!)));

    private void NoteBroken(InterceptedPass pass)
    {
        if (pass is { Action: InterceptionAction.Fault or InterceptionAction.Stall, Local: not null })
            _journal.Do("breaks", () => _broken.Add(pass));
    }

    private bool AnyOutstanding() => _us.Received < _peer.Sent || _peer.Received < _us.Sent;

    private bool HasResults(int count) =>
        Count(count, _us.Objects.Count)
        && _us.Objects.All(o => o.IsClosed || o.Replaced || o.IsLive)
        && (!AnyOutstanding() || _us.Objects.All(o => o.IsClosed))
        && EveryCloseIsNoticed();

    private bool Count(int expected, int actual)
    {
        Assert.True(actual <= expected, $"{actual} connections where {expected} are expected");
        return actual == expected;
    }

    private Task UntilAsync(MatrixStep step, Func<bool> condition) => UntilAsync(step.ToString(), condition);

    /// <summary>
    /// Waits for a condition, asked whenever something has happened. A backoff is over as soon as both sides have noticed every
    /// close, which takes less time in the real world too; the one after WAIT never is.
    /// </summary>
    private async Task UntilAsync(string what, Func<bool> condition)
    {
        while (true)
        {
            _journal.ThrowIfFailed();
            if (_journal.Ask(() => NoteEstablished() & condition()))
                return;
            TimeSpan backoff;
            try
            {
                backoff = await _journal.News.ReadAsync().AsTask().WaitAsync(MessengerTest.Patience);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"waited in vain for: {what}");
            }

            if (backoff < _us.Messenger.Services.Settings.MaxBackoff)
                _due += backoff;
            if (_due > TimeSpan.Zero && _journal.Ask(EveryCloseIsNoticed))
            {
                _time.Advance(_due);
                _due = TimeSpan.Zero;
            }
        }
    }

    private bool NoteEstablished()
    {
        if (!AnyOutstanding())
        {
            foreach (var one in _us.Objects.Where(o => o.IsLive))
                one.Established = true;
        }

        return true;
    }

    /// <summary>Returns when the actor of a connection has finished what it was doing.</summary>
    private Task FinishAsync(MatrixSide side, MatrixConnection one) =>
        _system.ActorSelection(side.Messenger.Actor.Path / $"connection-{one.Handle.QueueId}")
            .Ask<ActorIdentity>(new Identify(0))
            .WaitAsync(MessengerTest.Patience);

    /// <summary>
    /// Returns when every live connection has nothing unacknowledged, has finished what it was doing, and the dispatchers were told.
    /// </summary>
    private async Task SettleAsync()
    {
        foreach (var side in new[] { _us, _peer })
        {
            foreach (var one in _journal.Ask(() => side.Objects.ToArray()))
            {
                do
                    await FinishAsync(side, one);
                while (one is { IsLive: true, Handle.Outbox.HeldMessages: > 0 });
            }

            var fence = ++_lastFence;
            side.Messenger.Loopback.Send(new CephMessage(MessageType.Ping) { Tid = fence, Priority = 1 });
            await UntilAsync($"fence {fence}", () => _journal.HasPassed(fence));
        }
    }
}

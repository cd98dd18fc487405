using CephActors.Actors;
using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>What a connection is told and what its users ask of it, in the order it came.</summary>
internal sealed partial class SimConnection
{
    private void Receive(object message)
    {
        if (_stopped)
            return;
        switch (message)
        {
            case FramesIn e: OnFrames(e); break;
            case OutboxFilled: EmptyOutbox(); break;
            case WriteDone e: _driver.OnWriterReady(e.Socket); break;
            case SocketUp e: _driver.Step(new SessionInput.SocketConnected(e.Incarnation)); break;
            case SocketDown e: OnSocketDown(e); break;
            case TimerElapsed e when _timerVersions[(int)e.Timer] == e.Version:
                _driver.Step(new SessionInput.TimerFired(e.Timer, Monotonic));
                break;
            case TimerElapsed: break;
            case SessionAnswer e:
                _driver.OnAnswer(e);
                StopWhenDone();
                break;
            default: throw new InvalidOperationException($"A {message.GetType().Name} is nothing a connection is told.");
        }

        _driver.Flush();
        AfterStep();
    }

    private void AfterStep() => _world.Ledger.Check(this);

    private void EmptyOutbox()
    {
        if (!_driver.EmptyOutbox(Outbox))
            Tell(OutboxFilled.Instance);
    }

    bool ISessionHost.IsResting => false;

    bool ISessionHost.Takes(CephMessage message)
    {
        _world.Ledger.Enqueued(this, message);
        return true;
    }

    void ISessionHost.Answer(object item) => throw new InvalidOperationException($"A {item.GetType().Name} is nothing a connection is asked for.");

    private void Release(CephMessage message)
    {
        Outbox.Release(message);
        _world.Ledger.Released(this, message);
    }

    private void OnFrames(FramesIn e)
    {
        var stale = !ReferenceEquals(e.Socket, _driver.Socket);
        var before = Snapshot();
        _driver.OnFrames(e.Socket, e.Incarnation, e.Batch);
        if (stale && Snapshot() != before)
            throw new InvariantException("old socket", $"frames of {e.Socket}, which {this} has let go of, changed its session");
    }

    private (SessionState, long, ulong, ulong, int) Snapshot() =>
        (Machine.State, Machine.Incarnation, Machine.Queues.InSeq, Machine.Queues.OutSeq, Machine.Queues.Unacked);

    private void OnSocketDown(SocketDown e)
    {
        _sockets.Remove(e.Socket);
        var stale = !ReferenceEquals(e.Socket, _driver.Socket);
        var before = Snapshot();
        if (!stale)
            _driver.Forget();
        _world.Trace?.Invoke($"{this}: {e.Socket} is gone: {e.Loss.Reason}{(e.Loss.Error is { } error ? $" ({error})" : "")}");
        _driver.Step(e.Loss.Error is { } refused
            ? new SessionInput.FrameRefused(e.Incarnation, refused)
            : new SessionInput.SocketLost(e.Incarnation, e.Loss.Refused, e.Loss.Reason));
        if (stale && Snapshot() != before)
            throw new InvariantException("old socket", $"the end of {e.Socket}, which {this} has let go of, changed its session");
        StopWhenDone();
    }

    private void StopWhenDone()
    {
        if (Machine.State is SessionState.Closed && _sockets.Count == 0)
            _stopped = true;
    }

    private void Adopt(SimSocket socket)
    {
        _driver.Adopt(socket);
        _sockets.Add(socket);
    }

    private sealed record TimerElapsed(SessionTimer Timer, int Version);
}

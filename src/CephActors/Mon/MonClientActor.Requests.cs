using CephActors.Encoding;
using CephActors.Messages;
using CephActors.Telemetry;

namespace CephActors.Mon;

/// <summary>Those who wait for something, and for how long.</summary>
internal sealed partial class MonClientActor
{
    private const string ConnectTimer = "connect";

    private readonly MonCommands _commands = new();
    private readonly List<TaskCompletionSource<bool>> _sessionWaiters = [];
    private readonly List<TaskCompletionSource<MonMap>> _mapWaiters = [];
    private bool _everOpened;

    private void ReceiveRequests()
    {
        Receive<AwaitSession>(request =>
        {
            if (_session is not null)
                request.Done.TrySetResult(true);
            else
                _sessionWaiters.Add(request.Done);
            BoundFirstSession();
        });
        Receive<AwaitMonMap>(request =>
        {
            if (_view.Map is { } map)
                request.Done.TrySetResult(map);
            else
                _mapWaiters.Add(request.Done);
            BoundFirstSession();
        });
        Receive<RunCommand>(request =>
        {
            var tid = _commands.Add(request);
            if (_setup.Settings.CommandTimeout > TimeSpan.Zero)
                Timers.StartSingleTimer(tid, new CommandTimedOut(tid), _setup.Settings.CommandTimeout);
            BoundFirstSession();
            FlushCommands();
        });
        Receive<ForgetCancelled>(_ =>
        {
            _sessionWaiters.RemoveAll(waiter => waiter.Task.IsCompleted);
            _mapWaiters.RemoveAll(waiter => waiter.Task.IsCompleted);
            foreach (var tid in _commands.Abandoned())
                Take(tid);
        });
        Receive<CommandTimedOut>(late => Take(late.Tid)?.Done.TrySetException(new MonClientException(
            Errno.ETIMEDOUT, $"No answer to the command within {_setup.Settings.CommandTimeout.TotalSeconds} s{Trouble()}")));
        Receive<ConnectTimedOut>(_ =>
        {
            if (!_everOpened)
                FailAll(new MonClientException(
                    Errno.ETIMEDOUT, $"No session with a monitor within {_setup.Settings.ConnectTimeout.TotalSeconds} s{Trouble()}"));
        });
    }

    // From the first request on, the first session has a limited time to come.
    private void BoundFirstSession()
    {
        if (!_everOpened && _setup.Settings.ConnectTimeout > TimeSpan.Zero && !Timers.IsTimerActive(ConnectTimer))
            Timers.StartSingleTimer(ConnectTimer, ConnectTimedOut.Instance, _setup.Settings.ConnectTimeout);
    }

    private string Trouble() => _session is null ? $"; {_lastTrouble}" : "";

    private void SessionOpened()
    {
        Timers.Cancel(ConnectTimer);
        foreach (var waiter in _sessionWaiters)
            waiter.TrySetResult(true);
        _sessionWaiters.Clear();
    }

    private void MonMapCame(MonMap map)
    {
        foreach (var waiter in _mapWaiters)
            waiter.TrySetResult(map);
        _mapWaiters.Clear();
    }

    // A command carries the cluster's id, which only the map tells: a monitor refuses a wrong one.
    private void FlushCommands()
    {
        if (_session is { } session && _view.Map is { } map && !_commands.Flush(session.Connection, map.Fsid))
            _log.Write(session.Connection, MonLogLines.QueueFull, session.Candidate);
    }

    private string? OnCommandAck(ulong tid, MMonCommandAck ack)
    {
        if (_commands.TakeAnswered(tid, out var answered) is { } command)
        {
            Timers.Cancel(answered);
            command.Done.TrySetResult(new MonCommandResult(ack.Result, ack.Status, ack.Data));
            FlushCommands();
        }

        return null;
    }

    private RunCommand? Take(ulong tid)
    {
        Timers.Cancel(tid);
        return _commands.Take(tid);
    }

    private void FailAll(MonClientException error)
    {
        foreach (var waiter in _sessionWaiters)
            waiter.TrySetException(error);
        _sessionWaiters.Clear();
        foreach (var waiter in _mapWaiters)
            waiter.TrySetException(error);
        _mapWaiters.Clear();
        foreach (var tid in _commands.Tids)
            Take(tid)?.Done.TrySetException(error);
    }

    private sealed record CommandTimedOut(ulong Tid);

    private sealed record ConnectTimedOut
    {
        public static ConnectTimedOut Instance { get; } = new();
    }
}

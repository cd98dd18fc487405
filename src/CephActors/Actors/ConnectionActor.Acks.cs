using Akka.Actor;
using CephActors.Execution;

namespace CephActors.Actors;

/// <summary>
/// Acknowledgements join what is written anyway. One that would go alone waits a moment for an answer to what it
/// acknowledges: first for dispatchers that run in the same turn, then for those that the pool has been given meanwhile. Where
/// dispatch is behind, the answer is long in coming, and what is written then is worth waiting for.
/// </summary>
internal sealed partial class ConnectionActor
{
    /// <summary>Windows of messages before which dispatch is not behind.</summary>
    private const int WindowsInTime = 4;

    /// <summary>What an acknowledgement waits at most. TCP's own wait as long.</summary>
    private static readonly TimeSpan AckPatience = TimeSpan.FromMilliseconds(40);

    private AckAlarm? _alarm;
    private AckWait _ackWait;
    private bool _hasAckTimer;

    private bool IsDispatchBehind => _services.Throttles.Messages.Current > WindowsInTime * _services.Settings.DispatchWindow;

    private void Flush(object handled)
    {
        if (handled is AckDue)
            OnAckDue();
        else if (handled is AckTimer)
            OnAckTimer();
        else if (!_driver.OwesOnlyAck)
            _driver.Flush();
        else if (_ackWait is AckWait.None)
            WaitWithAck();
    }

    private void OnAckDue()
    {
        var waited = _ackWait;
        _ackWait = AckWait.None;
        if (waited is AckWait.ForPool || !_driver.OwesOnlyAck)
            _driver.Flush();
        else if (IsDispatchBehind)
            WaitForTimer();
        else
            WaitForPool();
    }

    private void OnAckTimer()
    {
        _hasAckTimer = false;
        _driver.Flush();
    }

    private void WaitWithAck()
    {
        if (IsDispatchBehind)
            WaitForTimer();
        else if (OpTurn.Current?.TryDefer(_alarm ??= new AckAlarm(Self)) == true)
            _ackWait = AckWait.ForTurn;
        else
            WaitForPool();
    }

    private void WaitForTimer()
    {
        if (_hasAckTimer)
            return;
        _hasAckTimer = true;
        Timers.StartSingleTimer(AckTimer.Instance, AckTimer.Instance, AckPatience);
    }

    private void WaitForPool()
    {
        _ackWait = AckWait.ForPool;
        ThreadPool.UnsafeQueueUserWorkItem(_alarm ??= new AckAlarm(Self), preferLocal: false);
    }

    private enum AckWait
    {
        None,
        ForTurn,
        ForPool,
    }

    private sealed class AckTimer
    {
        public static readonly AckTimer Instance = new();
    }

    private sealed class AckDue
    {
        public static readonly AckDue Instance = new();
    }

    /// <summary>Comes behind everything that the turn, or the pool, has been given before it.</summary>
    private sealed class AckAlarm(IActorRef connection) : IThreadPoolWorkItem
    {
        public void Execute() => connection.Tell(AckDue.Instance, ActorRefs.NoSender);
    }
}

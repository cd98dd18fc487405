using Akka.Actor;

namespace CephActors.Actors;

/// <summary>
/// Acknowledgements join what is written anyway. One that would go alone waits a moment for an answer to what it
/// acknowledges: first for dispatchers that run in the same turn, then for those that the pool has been given meanwhile. Where
/// dispatch is behind, the answer is long in coming, and what is written then is worth waiting for.
/// </summary>
internal sealed partial class ConnectionActor
{
    /// <summary>Times the connection lets others go first in its own turn.</summary>
    private const int WaitsInTurn = 2;

    /// <summary>Windows of messages before which dispatch is not behind.</summary>
    private const int WindowsInTime = 4;

    /// <summary>What an acknowledgement waits at most. TCP's own wait as long.</summary>
    private static readonly TimeSpan AckPatience = TimeSpan.FromMilliseconds(40);

    private AckAlarm? _alarm;
    private bool _hasAckTimer;
    private int _ackWaits;

    private bool IsDispatchBehind => _services.Throttles.Messages.Current > WindowsInTime * _services.Settings.DispatchWindow;

    private void Flush(object handled)
    {
        if (handled is AckDue)
            OnAckDue();
        else if (handled is AckTimer)
            OnAckTimer();
        else if (!_driver.OwesOnlyAck)
            _driver.Flush();
        else if (_ackWaits == 0)
            WaitWithAck();
    }

    private void OnAckDue()
    {
        if (_driver.OwesOnlyAck && _ackWaits <= WaitsInTurn)
        {
            WaitWithAck();
            return;
        }

        _ackWaits = 0;
        _driver.Flush();
    }

    private void OnAckTimer()
    {
        _hasAckTimer = false;
        _driver.Flush();
    }

    private void WaitWithAck()
    {
        if (IsDispatchBehind)
        {
            _ackWaits = 0;
            if (_hasAckTimer)
                return;
            _hasAckTimer = true;
            Timers.StartSingleTimer(AckTimer.Instance, AckTimer.Instance, AckPatience);
            return;
        }

        if (_ackWaits++ < WaitsInTurn)
            Self.Tell(AckDue.Instance);
        else
            ThreadPool.UnsafeQueueUserWorkItem(_alarm ??= new AckAlarm(Self), preferLocal: false);
    }

    private sealed class AckTimer
    {
        public static readonly AckTimer Instance = new();
    }

    private sealed class AckDue
    {
        public static readonly AckDue Instance = new();
    }

    /// <summary>Comes behind everything that the pool has been given before it.</summary>
    private sealed class AckAlarm(IActorRef connection) : IThreadPoolWorkItem
    {
        public void Execute() => connection.Tell(AckDue.Instance, ActorRefs.NoSender);
    }
}

using Akka.Actor;

namespace CephActors.Actors;

/// <summary>
/// Acknowledgements join what is written anyway. One that would go alone waits a moment for an answer to what it
/// acknowledges: first for dispatchers that run in the same turn, then for those that the pool has been given meanwhile.
/// </summary>
internal sealed partial class ConnectionActor
{
    /// <summary>Times the connection lets others go first in its own turn.</summary>
    private const int WaitsInTurn = 2;

    private AckAlarm? _alarm;
    private int _ackWaits;

    private void Flush(object handled)
    {
        if (handled is AckDue)
            OnAckDue();
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

    private void WaitWithAck()
    {
        if (_ackWaits++ < WaitsInTurn)
            Self.Tell(AckDue.Instance);
        else
            ThreadPool.UnsafeQueueUserWorkItem(_alarm ??= new AckAlarm(Self), preferLocal: false);
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

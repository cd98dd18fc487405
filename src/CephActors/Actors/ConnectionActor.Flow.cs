using CephActors.Dispatch;
using CephActors.Session;
using CephActors.Streams;
using CephActors.Telemetry;

namespace CephActors.Actors;

/// <summary>Messages and signs of life on their way to the dispatchers and the handle.</summary>
internal sealed partial class ConnectionActor
{
    private DispatchBatch? _received;

    TimeSpan ISessionHost.Monotonic => Context.System.Scheduler.MonotonicClock;

    DateTimeOffset ISessionHost.TimeOfDay => Context.System.Scheduler.Now;

    IReceiveGate ISessionHost.Open()
    {
        OnOpened();
        return _services.Throttles.GateFor(_machine.PeerType);
    }

    void ISessionHost.Accept(CephMessage message, ulong skipped)
    {
        // Its user has marked it down; the command is on its way.
        if (_connection.IsClosed)
        {
            message.Complete();
            return;
        }

        if (skipped > 0 && !OnSkipped(message, skipped))
            return;
        if (IsSwallowed)
        {
            message.Complete();
            return;
        }

        if (_services.Settings.TracingPropagate)
            message = TracedCredits.TakeFrom(message);
        _services.Fast.Show(_connection, message);
        if (HoldBack(message) || _services.Fast.TryTake(_connection, message))
            return;
        _received ??= new DispatchBatch(_connection, _services.Clock.GetTimestamp());
        _received.Add(message);
    }

    void ISessionHost.AcceptedBefore(CephMessage message)
    {
        if (_dice?.Faults.DieOnOldMessage == true)
            Die("die-on-old-message", $"message {message.Seq} was received before (in_seq {_machine.Queues.InSeq})");
        else
            Log(MessengerLogLines.ReceivedBefore, _connection, message.Seq, _machine.Queues.InSeq);
    }

    void ISessionHost.KeepaliveReceived() => _connection.KeepaliveReceived(Context.System.Scheduler.Now);

    void ISessionHost.KeepaliveAcknowledged(UTime stamp) => _connection.KeepaliveAcknowledged(stamp.ToDateTimeOffset());

    private void OnFrames(FramesReceived received)
    {
        _driver.OnFrames(received.Socket, received.Incarnation, received.Batch);
        Deliver();
    }

    private void Deliver()
    {
        if (_received is not { } batch)
            return;
        _received = null;
        _services.Dispatch.Tell(batch, Self);
    }
}

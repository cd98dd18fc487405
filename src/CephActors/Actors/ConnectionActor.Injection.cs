using Akka.Actor;
using CephActors.Dispatch;
using CephActors.Injection;
using CephActors.Session;
using CephActors.Telemetry;

namespace CephActors.Actors;

/// <summary>Late delivery, black holes, and errors that end a connection where they are wanted to.</summary>
internal sealed partial class ConnectionActor
{
    private readonly FaultDice? _dice;
    private readonly DelayedMessages _late = new();

    /// <summary>A socket is given up: what came over it and is late is delivered now. Ceph: <c>DelayedDelivery::flush</c>.</summary>
    void ISessionHost.SocketDropped() => DeliverLate();

    bool ISessionHost.Takes(CephMessage message) => !IsSwallowed;

    private bool IsSwallowed => _dice is not null && _dice.Faults.IsBlackhole(_machine.PeerType);

    /// <summary>Holds a message back, for a while or behind others that are held back; false if it is not late.</summary>
    private bool HoldBack(CephMessage message)
    {
        if (_dice is null)
            return false;
        var faults = _dice.Faults;
        var delays = faults.Delays(_machine.PeerType);
        if (!delays && _late.Count == 0)
            return false;

        _late.Add(message, _services.Clock.GetTimestamp());
        var due = new DelayOver(_late.Round);
        var chosen = delays && (faults.DelayMessageType is null || faults.DelayMessageType == message.Type);
        if (chosen && _dice.Hits(faults.DelayProbability))
            Timers.StartSingleTimer(new object(), due, _dice.Below(faults.DelayMax));
        else
            Self.Tell(due);
        return true;
    }

    private void OnDelayOver(DelayOver due)
    {
        if (due.Round == _late.Round && _late.TryTake(out var message, out var receivedAt))
            DeliverLate(message, receivedAt);
    }

    private void OnFaultsChanged()
    {
        if (_late.Count > 0 && !_dice!.Faults.Delays(_machine.PeerType))
            DeliverLate();
    }

    private void DeliverLate()
    {
        _late.ForgetDelays();
        while (_late.TryTake(out var message, out var receivedAt))
            DeliverLate(message, receivedAt);
    }

    private void DeliverLate(CephMessage message, long receivedAt)
    {
        if (_connection.IsClosed)
        {
            message.Complete();
            return;
        }

        if (_services.Fast.TryTake(_connection, message))
            return;
        var batch = new DispatchBatch(_connection, receivedAt);
        batch.Add(message);
        _services.Dispatch.Tell(batch, Self);
    }

    /// <summary>False: the connection has ended because of it, and the message with it.</summary>
    private bool OnSkipped(CephMessage message, ulong skipped)
    {
        if (_dice?.Faults.DieOnSkippedMessage == true)
        {
            message.Complete();
            Die("die-on-skipped-message", $"{skipped} sequence numbers skipped before {message.Seq}");
            return false;
        }

        Log(MessengerLogLines.NumbersSkipped, _connection, skipped, message.Seq);
        return true;
    }

    /// <summary>Where Ceph would end the process, the connection ends for good.</summary>
    private void Die(string option, string reason)
    {
        Log(MessengerLogLines.Died, _connection, reason, option);
        _driver.Step(new SessionInput.MarkDown(Notify: true));
    }
}

/// <summary>A delay of a message has ended; in a later round than this it concerns nobody any more.</summary>
internal sealed record DelayOver(long Round);

namespace CephActors.Dispatch;

/// <summary>
/// A refused payload's way through the throttles of a <see cref="ReceiveGate"/>: it stands in line at one after the
/// other, holds what it has got, and calls its reader when it has everything.
/// </summary>
internal sealed class GateReservation(ReceiveGate gate, long payloadBytes, Action wakeUp)
{
    private readonly Lock _lock = new();
    private Step? _waiting;
    private int _held;
    private bool _complete;
    private bool _ended;

    internal long PayloadBytes { get; } = payloadBytes;

    internal Action WakeUp { get; } = wakeUp;

    /// <summary>True once: everything is taken and from now on held by the caller.</summary>
    internal bool TryClaim()
    {
        lock (_lock)
        {
            if (!_complete || _ended)
                return false;
            _ended = true;
            return true;
        }
    }

    /// <summary>Gives back what is held unless it was claimed, and stops waiting.</summary>
    internal void Cancel()
    {
        Step? waiting;
        lock (_lock)
        {
            if (_ended)
                return;
            _ended = true;
            waiting = _waiting;
        }

        // A grant that this cancellation crosses is given back in OnGranted. Throttles are called without the lock:
        // they may call other readers, who have locks of their own.
        if (waiting is not null)
            waiting.Throttle.Cancel(waiting);
        gate.Return(PayloadBytes, 0, _held);
    }

    /// <summary>Goes on to the next throttle, or to the reader if there is none left.</summary>
    internal void Continue()
    {
        Step? next = null;
        lock (_lock)
        {
            if (_ended)
                return;
            while (next is null && _held < ReceiveGate.Steps)
            {
                if (gate.Needs(_held, PayloadBytes, out Throttle? throttle, out long amount))
                    next = new Step(this, throttle, amount);
                else
                    _held++;
            }

            _waiting = next;
            _complete = next is null;
        }

        if (next is null)
            WakeUp();
        else
            next.Throttle.Wait(next);
    }

    private void OnGranted(Step step)
    {
        bool wanted;
        lock (_lock)
        {
            wanted = !_ended;
            if (wanted)
            {
                _waiting = null;
                _held++;
            }
        }

        if (wanted)
            Continue();
        else
            step.Throttle.Put(step.Amount);
    }

    private sealed class Step(GateReservation owner, Throttle throttle, long amount) : ThrottleWaiter(amount)
    {
        internal Throttle Throttle { get; } = throttle;

        internal override void Granted() => owner.OnGranted(this);
    }
}

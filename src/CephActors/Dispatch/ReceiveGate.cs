using System.Diagnostics.CodeAnalysis;
using CephActors.Streams;

namespace CephActors.Dispatch;

/// <summary>
/// What a connection asks before it takes memory for a message: the throttles of its policy, then those of the
/// messenger's dispatch, in Ceph's order. The order matters: what waits for dispatch credits while holding those of a
/// policy cannot lock up, because dispatch goes on without the policy's.
/// Ceph: <c>src/msg/async/ProtocolV1.cc</c>, <c>throttle_message</c>, <c>throttle_bytes</c>, <c>throttle_dispatch_queue</c>.
/// </summary>
/// <remarks>
/// Ceph has three throttles; the fourth, on messages that wait for dispatch, is ours: it also bounds messages without
/// payload. Ceph tries again every millisecond; here a refused payload stands in line at the throttles, keeping what it
/// has got of them like Ceph does, and the next <see cref="TryEnter"/> takes over what it collected.
/// <see cref="TryEnter"/> and <see cref="OnReady"/> belong to the one reader of the socket; the rest may be called by anybody.
/// </remarks>
internal sealed class ReceiveGate(
    Throttle? policyMessages,
    Throttle? policyBytes,
    Throttle? dispatchBytes,
    Throttle? dispatchMessages,
    PayloadPool? payloads = null) : IBlockableGate
{
    internal const int Steps = 4;

    private GateReservation? _reservation;
    private long _refused = -1;

    public PayloadPool? Payloads => payloads;

    public MessagePool? Messages { get; } = payloads is { Keeps: true } ? new MessagePool() : null;

    public bool TryEnter(long payloadBytes)
    {
        if (Volatile.Read(ref _reservation) is { } reservation)
        {
            // A reservation for another payload is left from a socket that died while it waited.
            if (reservation.PayloadBytes != payloadBytes)
            {
                Cancel(reservation);
            }
            else
            {
                if (!reservation.TryClaim())
                    return false;
                Interlocked.CompareExchange(ref _reservation, null, reservation);
                return true;
            }
        }

        for (int step = 0; step < Steps; step++)
        {
            if (Needs(step, payloadBytes, out Throttle? throttle, out long amount) && !throttle.TryGet(amount))
            {
                Return(payloadBytes, 0, step);
                _refused = payloadBytes;
                return false;
            }
        }

        return true;
    }

    public void OnReady(Action wakeUp)
    {
        if (_refused < 0)
            throw new InvalidOperationException("Call OnReady only after TryEnter has refused a payload.");
        var reservation = new GateReservation(this, _refused, wakeUp);
        Interlocked.Exchange(ref _reservation, reservation)?.Cancel();
        reservation.Continue();
    }

    public void CancelWait(Action wakeUp)
    {
        if (Volatile.Read(ref _reservation) is { } reservation && reservation.WakeUp == wakeUp)
            Cancel(reservation);
    }

    public void ReturnDispatch(long payloadBytes) => ReturnDispatch(payloadBytes, 1);

    public void ReturnPolicy(long payloadBytes) => ReturnPolicy(payloadBytes, 1);

    public void ReturnDispatch(long payloadBytes, int messages) => PutBack(dispatchBytes, payloadBytes, dispatchMessages, messages);

    public void ReturnPolicy(long payloadBytes, int messages) => PutBack(policyBytes, payloadBytes, policyMessages, messages);

    private static void PutBack(Throttle? bytes, long payloadBytes, Throttle? count, int messages)
    {
        if (payloadBytes > 0)
            bytes?.Put(payloadBytes);
        count?.Put(messages);
    }

    private void Cancel(GateReservation reservation)
    {
        Interlocked.CompareExchange(ref _reservation, null, reservation);
        reservation.Cancel();
    }

    /// <summary>The throttle of a step and what to take from it; false if there is nothing to do in this step.</summary>
    internal bool Needs(
        int step,
        long payloadBytes,
        [NotNullWhen(true)] out Throttle? throttle,
        out long amount)
    {
        (throttle, amount) = step switch
        {
            0 => (policyMessages, 1),
            1 => (policyBytes, payloadBytes),
            2 => (dispatchBytes, payloadBytes),
            _ => (dispatchMessages, 1L),
        };
        return throttle is not null && amount > 0;
    }

    /// <summary>Gives back the steps from <paramref name="from"/> up to, not including, <paramref name="to"/>.</summary>
    internal void Return(long payloadBytes, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            if (Needs(step, payloadBytes, out Throttle? throttle, out long amount))
                throttle.Put(amount);
        }
    }
}

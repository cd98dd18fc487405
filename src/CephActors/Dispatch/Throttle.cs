using CephActors.Dispatch;

namespace CephActors;

/// <summary>
/// A limit on something that many share: messages or bytes that have been received and are not done yet. One throttle
/// may stand behind several policies and several messengers. Callable from any thread; nobody ever blocks in it, who
/// has to wait is called when it is their turn.
/// Ceph: <c>src/common/Throttle.h</c>, <c>Throttle</c>.
/// </summary>
/// <remarks>
/// A request waits while it would lift <see cref="Current"/> above <see cref="Max"/>. One that is larger than the
/// maximum itself is let through as soon as no more than the maximum is taken, so that it cannot wait for ever; the
/// maximum is then overshot. Who waits is served in the order of arrival, and while anybody waits a new request is
/// refused even if there would be room for it.
/// </remarks>
public sealed class Throttle
{
    private readonly Lock _lock = new();
    private readonly LinkedList<ThrottleWaiter> _waiters = new();
    private long _max;
    private long _current;
    private int _waiting;

    /// <summary>Makes a throttle with nothing taken.</summary>
    /// <param name="name">What it limits, for logs.</param>
    /// <param name="max">The limit in the caller's unit, 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public Throttle(string name, long max)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        Name = name;
        _max = max;
    }

    /// <summary>What it limits, for logs.</summary>
    public string Name { get; }

    /// <summary>The limit, 0 for none. A change wakes those who can now pass.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public long Max
    {
        get => Volatile.Read(ref _max);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Interlocked.Exchange(ref _max, value);
            ServeWaiters();
        }
    }

    /// <summary>What is taken now. Unlike Ceph's it also counts while there is no limit, so that one may be set later.</summary>
    public long Current => Volatile.Read(ref _current);

    /// <summary>How many wait for their turn.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes an amount if there is room and nobody waits.</summary>
    /// <param name="amount">How much; not negative.</param>
    /// <returns>False: nothing was taken.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public bool TryGet(long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        return Volatile.Read(ref _waiting) == 0 && TryTake(amount);
    }

    /// <summary>Takes an amount whether there is room or not.</summary>
    /// <param name="amount">How much; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public void Take(long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        Interlocked.Add(ref _current, amount);
    }

    /// <summary>Gives back an amount and calls those who can now pass.</summary>
    /// <param name="amount">How much; not negative and not more than is taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    /// <exception cref="InvalidOperationException">More would be given back than was taken; nothing has changed.</exception>
    public void Put(long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        if (Interlocked.Add(ref _current, -amount) < 0)
        {
            Interlocked.Add(ref _current, amount);
            throw new InvalidOperationException(
                $"Throttle '{Name}' was given back {amount}, more than is taken: give back each amount once.");
        }

        if (Volatile.Read(ref _waiting) != 0)
            ServeWaiters();
    }

    /// <summary>"current/max", for logs.</summary>
    public override string ToString() => $"{Name} {Current}/{Max}";

    /// <summary>
    /// Queues a request. When its turn has come its amount is taken and it is called, exactly once, outside any lock
    /// and possibly before this method returns.
    /// </summary>
    internal void Wait(ThrottleWaiter waiter)
    {
        lock (_lock)
        {
            if (!waiter.TryQueue(_waiters))
                return;
            Interlocked.Increment(ref _waiting);
        }

        // Only now is the waiter seen by those who put: what they put before that is seen here.
        ServeWaiters();
    }

    /// <summary>Withdraws a request. False: it has been granted, or is about to be called.</summary>
    internal bool Cancel(ThrottleWaiter waiter)
    {
        lock (_lock)
        {
            if (!waiter.TryWithdraw(_waiters, out bool queued))
                return false;
            if (!queued)
                return true;
            Interlocked.Decrement(ref _waiting);
        }

        ServeWaiters();
        return true;
    }

    private static bool MustWait(long max, long current, long amount) =>
        max != 0 && (amount <= max ? current + amount > max : current > max);

    private bool TryTake(long amount)
    {
        long current = Volatile.Read(ref _current);
        while (!MustWait(Volatile.Read(ref _max), current, amount))
        {
            long seen = Interlocked.CompareExchange(ref _current, current + amount, current);
            if (seen == current)
                return true;
            current = seen;
        }

        return false;
    }

    private void ServeWaiters()
    {
        while (true)
        {
            ThrottleWaiter waiter;
            lock (_lock)
            {
                if (_waiters.First is not { } first || !TryTake(first.Value.Amount))
                    return;
                waiter = first.Value;
                waiter.Grant(_waiters);
                Interlocked.Decrement(ref _waiting);
            }

            waiter.Granted();
        }
    }
}

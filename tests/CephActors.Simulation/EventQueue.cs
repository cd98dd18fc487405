namespace CephActors.Simulation;

/// <summary>What is to happen, by virtual time in microseconds; what happens at one time keeps the order it was scheduled in.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<Action, (long At, long Order)> _queue = new();
    private long _order;

    /// <summary>Virtual time since the world began, in microseconds.</summary>
    public long Now { get; private set; }

    /// <summary>How many events have happened.</summary>
    public long Steps { get; private set; }

    public void At(long time, Action action) => _queue.Enqueue(action, (Math.Max(time, Now), _order++));

    /// <summary>Lets the next event happen if it is due by <paramref name="until"/>; else time itself moves there.</summary>
    public bool TryStep(long until)
    {
        if (!_queue.TryPeek(out var action, out var due) || due.At > until)
        {
            Now = Math.Max(Now, until);
            return false;
        }

        _queue.Dequeue();
        Now = due.At;
        Steps++;
        action();
        return true;
    }
}

namespace CephActors.Framing;

/// <summary>
/// Keeps used batches for the next taker, who gets the one that came last: it is the likeliest to be in the cache still. Thread-safe, bounded.
/// </summary>
internal sealed class BatchPool<T>
    where T : class, new()
{
    private const int Capacity = 256;

    private readonly Lock _lock = new();
    private readonly Stack<T> _kept = new();

    /// <summary>A used batch, or a new one.</summary>
    public T Rent()
    {
        lock (_lock)
        {
            if (_kept.TryPop(out var batch))
                return batch;
        }

        return new T();
    }

    /// <summary>Takes a cleared batch back.</summary>
    public void Return(T batch)
    {
        lock (_lock)
        {
            if (_kept.Count < Capacity)
                _kept.Push(batch);
        }
    }
}

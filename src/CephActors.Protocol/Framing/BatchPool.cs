using System.Collections.Concurrent;

namespace CephActors.Framing;

/// <summary>Keeps used batches for the next taker. Thread-safe, bounded.</summary>
internal sealed class BatchPool<T>
    where T : class, new()
{
    private const int Capacity = 256;

    private readonly ConcurrentQueue<T> _kept = new();
    private int _count;

    /// <summary>A used batch, or a new one.</summary>
    public T Rent()
    {
        if (!_kept.TryDequeue(out var batch))
            return new T();

        Interlocked.Decrement(ref _count);
        return batch;
    }

    /// <summary>Takes a cleared batch back.</summary>
    public void Return(T batch)
    {
        if (Interlocked.Increment(ref _count) <= Capacity)
            _kept.Enqueue(batch);
        else
            Interlocked.Decrement(ref _count);
    }
}

namespace CephActors.Dispatch;

/// <summary>
/// Finds the oldest batch of which something still waits. Batches are forgotten when the oldest has gone or when
/// they have become the majority, so that most messages leave the queue without touching this index. One thread changes it,
/// any thread may ask for the oldest.
/// Ceph: <c>src/msg/DispatchQueue.h</c>, <c>marrival</c>.
/// </summary>
internal sealed class AgeIndex
{
    private const int Slack = 64;
    private const long None = long.MaxValue;

    private readonly PriorityQueue<DispatchBatch, long> _batches = new();
    private int _live;
    private long _oldest = None;

    internal void Add(DispatchBatch batch)
    {
        _live++;
        if (_batches.Count > (2 * _live) + Slack)
            Compact();
        _batches.Enqueue(batch, batch.ReceivedAt);
        ForgetTop();
    }

    /// <summary>One message of the batch has left the queue.</summary>
    internal void Remove(DispatchBatch batch)
    {
        if (--batch.Waiting > 0)
            return;
        _live--;
        if (batch.ReceivedAt <= _oldest)
            ForgetTop();
    }

    /// <summary>When the oldest waiting message was received.</summary>
    internal bool TryGetOldest(out long receivedAt)
    {
        receivedAt = Volatile.Read(ref _oldest);
        return receivedAt != None;
    }

    private void ForgetTop()
    {
        while (_batches.TryPeek(out DispatchBatch? oldest, out long receivedAt))
        {
            if (oldest.Waiting > 0)
            {
                Volatile.Write(ref _oldest, receivedAt);
                return;
            }

            _batches.Dequeue();
        }

        Volatile.Write(ref _oldest, None);
    }

    private void Compact()
    {
        var live = new List<(DispatchBatch, long)>(_live);
        foreach ((DispatchBatch batch, long receivedAt) in _batches.UnorderedItems)
        {
            if (batch.Waiting > 0)
                live.Add((batch, receivedAt));
        }

        _batches.Clear();
        _batches.EnqueueRange(live);
    }
}

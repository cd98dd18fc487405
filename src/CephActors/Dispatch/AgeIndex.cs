namespace CephActors.Dispatch;

/// <summary>
/// Finds the oldest batch of which something still waits. Batches are forgotten late, when they come to the top or when
/// they have become the majority, so that messages leave the queue without touching this index.
/// Ceph: <c>src/msg/DispatchQueue.h</c>, <c>marrival</c>.
/// </summary>
internal sealed class AgeIndex
{
    private const int Slack = 64;

    private readonly PriorityQueue<DispatchBatch, long> _batches = new();
    private int _live;

    internal void Add(DispatchBatch batch)
    {
        _live++;
        while (_batches.TryPeek(out DispatchBatch? oldest, out _) && oldest.Waiting == 0)
            _batches.Dequeue();
        if (_batches.Count > (2 * _live) + Slack)
            Compact();
        _batches.Enqueue(batch, batch.ReceivedAt);
    }

    /// <summary>One message of the batch has left the queue.</summary>
    internal void Remove(DispatchBatch batch)
    {
        if (--batch.Waiting == 0)
            _live--;
    }

    /// <summary>When the oldest waiting message was received.</summary>
    internal bool TryGetOldest(out long receivedAt)
    {
        while (_batches.TryPeek(out DispatchBatch? oldest, out receivedAt))
        {
            if (oldest.Waiting > 0)
                return true;
            _batches.Dequeue();
        }

        return false;
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

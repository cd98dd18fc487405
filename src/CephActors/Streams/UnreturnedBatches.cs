using CephActors.Framing;

namespace CephActors.Streams;

/// <summary>
/// The batches an owner has in hand, so that their messages can be completed if it dies with them. Adding and removing
/// cost one atomic operation each.
/// </summary>
internal sealed class UnreturnedBatches(int limit)
{
    private readonly FrameBatch?[] _batches = new FrameBatch?[limit];
    private bool _abandoned;

    /// <summary>The owner is about to get a batch; there is a place for it, because no more than the limit are out.</summary>
    public void Add(FrameBatch batch)
    {
        for (var i = 0; Interlocked.CompareExchange(ref _batches[i], batch, null) is not null; i++)
        {
        }

        if (Volatile.Read(ref _abandoned)) Complete();
    }

    /// <summary>The owner is done with a batch.</summary>
    public void Remove(FrameBatch batch)
    {
        for (var i = 0; i < limit && Interlocked.CompareExchange(ref _batches[i], null, batch) != batch; i++)
        {
        }
    }

    /// <summary>The owner has died: completes the messages of all batches, and of those that are still added.</summary>
    public void Abandon()
    {
        Volatile.Write(ref _abandoned, true);
        Complete();
    }

    private void Complete()
    {
        for (var i = 0; i < limit; i++)
        {
            // The batch itself may still lie in a mailbox; it does not go back to its pool.
            if (Interlocked.Exchange(ref _batches[i], null) is not { } batch) continue;
            foreach (ref readonly var frame in batch.Frames)
                frame.Message?.Complete();
        }
    }
}

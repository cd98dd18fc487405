namespace CephActors.Streams;

/// <summary>
/// Bounds the batches an owner has in hand. Taking and returning cost one atomic operation each; a message passes only
/// when a return ends a stop.
/// </summary>
internal sealed class FrameCredit(int limit)
{
    private int _taken;
    private int _stopped;

    /// <summary>One batch more in the owner's hands.</summary>
    public void Take() => Interlocked.Increment(ref _taken);

    /// <summary>False: the limit is reached, and some <see cref="Return"/> will answer true.</summary>
    public bool TryContinue()
    {
        if (Volatile.Read(ref _taken) < limit) return true;
        Interlocked.Exchange(ref _stopped, 1);

        // A batch returned between the two lines above has not seen the stop.
        return Volatile.Read(ref _taken) < limit && Interlocked.Exchange(ref _stopped, 0) == 1;
    }

    /// <summary>True: the taker has stopped and must be told to go on.</summary>
    public bool Return()
    {
        Interlocked.Decrement(ref _taken);
        return Volatile.Read(ref _stopped) == 1 && Interlocked.Exchange(ref _stopped, 0) == 1;
    }
}

namespace CephActors;

/// <summary>
/// Received messages of one gate that are done and wait to be used for another: they stand one behind the other, the last that came first.
/// Callable from any thread.
/// </summary>
internal sealed class MessagePool
{
    /// <summary>More are left to the garbage collector: as many as a connection may well have in hand, and small beside its buffers.</summary>
    public const int Capacity = 128;

    private CephMessage? _first;

    /// <summary>All there are, one behind the other, or null. They are the caller's now.</summary>
    public CephMessage? TakeAll() => Volatile.Read(ref _first) is null ? null : Interlocked.Exchange(ref _first, null);

    /// <summary>Takes messages that nobody refers to any more, from one to the last behind it.</summary>
    public void Return(CephMessage first, CephMessage last, int count)
    {
        var behind = Volatile.Read(ref _first);
        while (true)
        {
            // One that was taken and came back meanwhile stands where it stood: then only the number may be wrong.
            var kept = count + (behind?.FreeCount ?? 0);
            if (kept > Capacity)
                return;
            if (first != last)
                first.StandBefore(first.NextFree, kept);
            last.StandBefore(behind, first == last ? kept : 0);
            var seen = Interlocked.CompareExchange(ref _first, first, behind);
            if (seen == behind)
                return;
            behind = seen;
        }
    }
}

namespace CephActors.Session;

/// <summary>
/// The messenger-wide counter of connection attempts; shared by all its sessions and safe to use from any thread.
/// Ceph: <c>AsyncMessenger::get_global_seq</c>.
/// </summary>
internal sealed class GlobalSeqSource
{
    private readonly Lock _lock = new();
    private ulong _current;

    /// <summary>Returns a value greater than every one handed out before and than <paramref name="old"/>.</summary>
    public ulong Next(ulong old = 0)
    {
        lock (_lock)
            return _current = Math.Max(_current, old) + 1;
    }
}

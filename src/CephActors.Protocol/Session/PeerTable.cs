using System.Diagnostics.CodeAnalysis;

namespace CephActors.Session;

/// <summary>
/// The registered connections of a messenger: at most one per peer address vector. Safe to use from any thread.
/// Ceph: <c>AsyncMessenger::conns</c>, <c>accept_conn</c>.
/// </summary>
internal sealed class PeerTable<T>
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntityAddressVector, T> _registered = [];

    /// <summary>Number of registered connections.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _registered.Count;
        }
    }

    /// <summary>Finds the connection registered for this address vector.</summary>
    public bool TryGet(EntityAddressVector peer, [NotNullWhen(true)] out T? connection)
    {
        lock (_lock)
            return _registered.TryGetValue(peer, out connection);
    }

    /// <summary>Returns the registered connection, or registers the one that <paramref name="create"/> makes.</summary>
    public T GetOrAdd(EntityAddressVector peer, Func<T> create, out bool added)
    {
        lock (_lock)
        {
            added = !_registered.TryGetValue(peer, out var connection);
            if (added)
                _registered.Add(peer, connection = create());
            return connection!;
        }
    }

    /// <summary>
    /// Registers <paramref name="connection"/> where nobody else is; true too if it was registered already.
    /// Otherwise <paramref name="existing"/> is the one that holds the address.
    /// </summary>
    public bool TryRegister(EntityAddressVector peer, T connection, [NotNullWhen(false)] out T? existing)
    {
        lock (_lock)
        {
            if (_registered.TryGetValue(peer, out existing))
                return ReferenceEquals(existing, connection);
            _registered.Add(peer, connection);
            return true;
        }
    }

    /// <summary>Removes <paramref name="connection"/> if it is the one registered; another one stays.</summary>
    public bool Remove(EntityAddressVector peer, T connection)
    {
        lock (_lock)
            return _registered.TryGetValue(peer, out var registered) && ReferenceEquals(registered, connection) && _registered.Remove(peer);
    }

    /// <summary>The connections registered now.</summary>
    public T[] Snapshot()
    {
        lock (_lock)
            return [.. _registered.Values];
    }
}

using System.Net;

namespace CephActors.Session;

/// <summary>
/// The addresses a messenger announces as its own; learns what it does not know from what peers see.
/// Safe to use from any thread. Ceph: <c>AsyncMessenger::learned_addr</c>, <c>set_addr_unknowns</c>.
/// </summary>
internal sealed class OwnAddresses(uint nonce)
{
    private readonly Lock _lock = new();
    private volatile EntityAddressVector _current = new(new EntityAddress(EntityAddressType.Any, null, 0, nonce));
    private bool _learned;

    /// <summary>The addresses announced now.</summary>
    public EntityAddressVector Current => _current;

    /// <summary>The nonce of this incarnation of the messenger.</summary>
    public uint Nonce => _current[0].Nonce;

    /// <summary>The address that speaks protocol v1, as it stands in a v1 handshake.</summary>
    public EntityAddress Legacy =>
        _current.TryGetLegacy(out var address) ? address : _current[0].WithType(EntityAddressType.Legacy);

    /// <summary>Announces the addresses a listener got. A known IP counts as learned.</summary>
    public void Bind(EntityAddressVector addresses)
    {
        lock (_lock)
        {
            _current = addresses;
            _learned = !addresses.Any(a => a.IsBlankAddress);
        }
    }

    /// <summary>Forgets bound addresses and starts over under a new nonce.</summary>
    public void Reset(uint newNonce)
    {
        lock (_lock)
        {
            _current = new EntityAddressVector(new EntityAddress(EntityAddressType.Any, null, 0, newNonce));
            _learned = false;
        }
    }

    /// <summary>
    /// Takes the IP a peer reports, once: an unbound messenger keeps port 0, a bound one fills in its blank addresses
    /// of the same family. Returns false when there was nothing left to learn.
    /// </summary>
    public bool Learn(EntityAddress seen)
    {
        lock (_lock)
        {
            if (_learned || seen.Address is not { } ip || seen.IsBlankAddress)
                return false;
            _current = new EntityAddressVector([.. _current.Select(own => own.IsBlankAddress && SameFamily(own, ip) ? own.WithAddress(ip) : own)]);
            _learned = true;
            return true;
        }
    }

    private static bool SameFamily(EntityAddress own, IPAddress ip) =>
        own.Address is null || own.Address.AddressFamily == ip.AddressFamily;
}

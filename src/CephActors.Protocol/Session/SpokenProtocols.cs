using CephActors.Framing;

namespace CephActors.Session;

/// <summary>
/// Which protocols a messenger speaks, and so which of a peer's addresses it dials. Ceph: <c>AsyncMessenger::_filter_addrs</c>,
/// <c>create_connect</c>.
/// </summary>
/// <param name="V1">It speaks protocol v1.</param>
/// <param name="V2">It speaks protocol v2.</param>
internal readonly record struct SpokenProtocols(bool V1, bool V2)
{
    /// <summary>
    /// What a peer is known by. Over v2 it says all its addresses, so that all of them count whether they are dialled or not;
    /// without v2 they are those for v1. An entry for any protocol is one for the newest that is spoken.
    /// </summary>
    public EntityAddressVector KeyOf(EntityAddressVector peer)
    {
        var v2 = V2;
        var any = v2 ? EntityAddressType.Msgr2 : EntityAddressType.Legacy;
        return peer.All(Counts)
            ? peer
            : new([.. peer.Select(a => a.Type is EntityAddressType.Any ? a.WithType(any) : a).Where(Counts)]);

        bool Counts(EntityAddress address) => address.Type is EntityAddressType.Legacy || (v2 && address.Type is EntityAddressType.Msgr2);
    }

    /// <summary>The entry of a key that is dialled, which is the first that can be; null if none can.</summary>
    public EntityAddress? TargetOf(EntityAddressVector key)
    {
        foreach (var address in key)
        {
            if (address.Type is EntityAddressType.Legacy ? V1 : V2 && address.Type is EntityAddressType.Msgr2)
                return address;
        }

        return null;
    }

    /// <summary>What is spoken at an address.</summary>
    public static MessengerProtocol ProtocolAt(EntityAddress address) =>
        address.Type is EntityAddressType.Msgr2 ? MessengerProtocol.V2 : MessengerProtocol.V1;
}

using CephActors.Framing;

namespace CephActors.Session;

/// <summary>Which of a peer's addresses can be dialled, and over which protocol. Ceph: <c>AsyncMessenger::_filter_addrs</c>, <c>create_connect</c>.</summary>
internal static class SpokenAddresses
{
    /// <summary>
    /// The entries for protocols that are spoken, in their order: what the peer is known by. An entry for any protocol is one
    /// for the newest that is spoken.
    /// </summary>
    public static EntityAddressVector Of(EntityAddressVector peer, bool v1, bool v2)
    {
        if (peer.All(a => a.Type is EntityAddressType.Legacy ? v1 : v2 && a.Type is EntityAddressType.Msgr2))
            return peer;
        var any = v2 ? EntityAddressType.Msgr2 : EntityAddressType.Legacy;
        return new([.. peer
            .Select(a => a.Type is EntityAddressType.Any ? a.WithType(any) : a)
            .Where(a => a.Type is EntityAddressType.Legacy ? v1 : v2 && a.Type is EntityAddressType.Msgr2)]);
    }

    /// <summary>The protocol a peer is dialled over: that of its first entry.</summary>
    public static MessengerProtocol ProtocolOf(EntityAddressVector peer) =>
        peer.Count > 0 && peer[0].Type is EntityAddressType.Msgr2 ? MessengerProtocol.V2 : MessengerProtocol.V1;
}

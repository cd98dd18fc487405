namespace CephActors;

/// <summary>
/// Which protocol an address is meant for. Ceph: <c>src/msg/msg_types.h</c>, <c>entity_addr_t::type_t</c>.
/// </summary>
public enum EntityAddressType : uint
{
    /// <summary>No address at all; written <c>-</c>.</summary>
    None = 0,

    /// <summary>Messenger protocol v1; written <c>v1:</c>.</summary>
    Legacy = 1,

    /// <summary>Messenger protocol v2; written <c>v2:</c>.</summary>
    Msgr2 = 2,

    /// <summary>Either protocol, as the own address of a client that has not bound; written <c>any:</c>.</summary>
    Any = 3,
}

namespace CephActors;

/// <summary>
/// The kind of process that stands behind an entity name. On the wire one byte in entity names,
/// four bytes in connect messages and authentication payloads.
/// Ceph: <c>src/include/msgr.h</c>, <c>CEPH_ENTITY_TYPE_*</c>.
/// </summary>
public enum EntityType : byte
{
    /// <summary>No type; never a peer.</summary>
    None = 0,

    /// <summary>A monitor.</summary>
    Mon = 0x01,

    /// <summary>A metadata server.</summary>
    Mds = 0x02,

    /// <summary>An object storage daemon.</summary>
    Osd = 0x04,

    /// <summary>A client of the cluster: a library, a mount, a command line.</summary>
    Client = 0x08,

    /// <summary>A manager daemon.</summary>
    Mgr = 0x10,

    /// <summary>The authentication service: named in cephx tickets, never a peer.</summary>
    Auth = 0x20,

    /// <summary>Any type, where a rule is not limited to one.</summary>
    Any = 0xff,
}

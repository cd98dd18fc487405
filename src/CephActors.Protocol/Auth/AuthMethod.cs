namespace CephActors;

/// <summary>
/// How two parties of a cluster prove who they are. The numbers travel on the wire
/// (Ceph: <c>src/include/ceph_fs.h</c>, <c>CEPH_AUTH_*</c>).
/// </summary>
public enum AuthMethod : uint
{
    /// <summary>No method: nothing offered, nothing chosen yet.</summary>
    Unknown = 0,

    /// <summary>Names are believed as they are told.</summary>
    None = 1,

    /// <summary>Shared secrets and tickets, Ceph's own scheme.</summary>
    Cephx = 2,
}

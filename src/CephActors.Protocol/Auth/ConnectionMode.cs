namespace CephActors.Auth;

/// <summary>
/// How a protocol 2 connection protects its frames. The numbers travel on the wire (Ceph: <c>src/include/msgr.h</c>, <c>CEPH_CON_MODE_*</c>).
/// </summary>
internal enum ConnectionMode : uint
{
    /// <summary>Nothing agreed on.</summary>
    Unknown = 0,

    /// <summary>Checksums only.</summary>
    Crc = 1,

    /// <summary>Encrypted and authenticated.</summary>
    Secure = 2,
}

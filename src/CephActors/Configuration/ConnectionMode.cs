namespace CephActors.Configuration;

/// <summary>How a protocol v2 connection protects its frames. Ceph: <c>CEPH_CON_MODE_*</c>.</summary>
internal enum ConnectionMode
{
    /// <summary>Checksums only.</summary>
    Crc = 1,

    /// <summary>Encrypted and authenticated.</summary>
    Secure = 2,
}

namespace CephActors.Framing.V1;

/// <summary>The first bytes of either direction. Ceph: <c>CEPH_BANNER</c> in <c>src/include/msgr.h</c>.</summary>
internal static class Banner
{
    /// <summary>Its length in bytes.</summary>
    public const int WireSize = 9;

    /// <summary>The banner itself; nothing ends it.</summary>
    public static ReadOnlySpan<byte> Bytes => "ceph v027"u8;
}

namespace CephActors.Framing.V2;

/// <summary>Feature bits of banners. Ceph: <c>CEPH_MSGR2_FEATURE_*</c> in <c>src/include/msgr.h</c>.</summary>
internal static class Msgr2Features
{
    /// <summary>Frames may have revision 1, and do if both sides say so.</summary>
    public const ulong Revision1 = 1 << 0;

    /// <summary>Compression on the wire (Ceph 17 and later). Not spoken here, so never announced.</summary>
    public const ulong Compression = 1 << 1;

    /// <summary>What is announced here.</summary>
    public const ulong Supported = Revision1;
}

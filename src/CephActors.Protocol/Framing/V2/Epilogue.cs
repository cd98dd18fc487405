using System.Buffers.Binary;

namespace CephActors.Framing.V2;

/// <summary>What closes a frame in crc mode. Ceph: <c>epilogue_crc_rev0_block_t</c> and <c>…rev1…</c> in <c>src/msg/async/frames_v2.h</c>.</summary>
/// <remarks>
/// <code>
/// revision 0                    revision 1, frames of several segments only
///  0  1  late_flags              0  1  late_status
///  1 16  four checksums          1 12  three checksums: the first stands behind its segment
/// </code>
/// Checksums begin with −1; a segment that is not there has 0.
/// </remarks>
internal static class Epilogue
{
    /// <summary>Its length in bytes in revision 0.</summary>
    public const int Size0 = 17;

    /// <summary>Its length in bytes in revision 1.</summary>
    public const int Size1 = 13;

    /// <summary>Where checksums begin.</summary>
    public const uint CrcSeed = uint.MaxValue;

    /// <summary>late_status of a frame that is whole, in revision 1. In revision 0 that is 0.</summary>
    public const byte Complete = 0x0e;

    /// <summary>late_status of a frame that its sender gave up, in revision 1; the first bit of late_flags in revision 0.</summary>
    public const byte Aborted = 0x01;

    /// <summary>The late status of a frame that is whole.</summary>
    public static byte CompleteOf(FrameRevision revision) => revision == FrameRevision.Zero ? (byte)0 : Complete;

    /// <summary>The checksum of segment <paramref name="index"/>, counted from the first that has one here.</summary>
    public static uint ReadCrc(ReadOnlySpan<byte> epilogue, int index) => BinaryPrimitives.ReadUInt32LittleEndian(epilogue[(1 + (index * sizeof(uint)))..]);

    /// <summary>Writes the checksum of segment <paramref name="index"/>, counted from the first that has one here.</summary>
    public static void WriteCrc(Span<byte> epilogue, int index, uint crc) => BinaryPrimitives.WriteUInt32LittleEndian(epilogue[(1 + (index * sizeof(uint)))..], crc);
}

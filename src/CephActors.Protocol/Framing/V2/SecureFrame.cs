namespace CephActors.Framing.V2;

/// <summary>
/// The layout of frames in secure mode. Revision 0 encrypts a frame as one piece: preamble, padded segments, epilogue block. Revision 1 has up to three:
/// the preamble with the first bytes of the first segment; the rest of it, if any; the other segments, if any, with an epilogue block.
/// Ceph: <c>src/msg/async/frames_v2.h</c>, <c>epilogue_secure_rev0_block_t</c> and <c>…rev1…</c>; <c>frames_v2.cc</c>, <c>FrameAssembler</c>.
/// </summary>
internal static class SecureFrame
{
    /// <summary>Segments are filled up with zeros to a multiple of this.</summary>
    public const int BlockSize = 16;

    /// <summary>Bytes of the first segment that travel with the preamble in revision 1.</summary>
    public const int InlineSize = 48;

    /// <summary>Bytes of the first piece in revision 1, its tag included.</summary>
    public const int FirstPieceSize = Preamble.WireSize + InlineSize + FrameCipher.TagSize;

    /// <summary>What closes a piece with several segments: the late status, zeros, and the tag.</summary>
    public const int ClosingSize = BlockSize + FrameCipher.TagSize;

    /// <summary>Where the second segment of a message stands in revision 0.</summary>
    public const int SectionsStart0 = Preamble.WireSize + PaddedHeaderSize;

    private const int PaddedHeaderSize = (MessageHeader2.WireSize + BlockSize - 1) / BlockSize * BlockSize;

    /// <summary>A length with its padding.</summary>
    public static int Pad(int length) => checked(length + (BlockSize - 1)) & ~(BlockSize - 1);

    /// <summary>Padded bytes of all segments but the first.</summary>
    public static int PaddedSections(in Preamble preamble) =>
        Pad((int)preamble.Length1) + Pad((int)preamble.Length2) + Pad((int)preamble.Length3);
}

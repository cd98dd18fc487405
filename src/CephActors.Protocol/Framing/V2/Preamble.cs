using System.Buffers.Binary;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>How every frame begins. Ceph: <c>preamble_block_t</c> in <c>src/msg/async/frames_v2.h</c>.</summary>
/// <remarks>
/// <code>
///  0   1  tag
///  1   1  number of segments
///  2  24  four times: length (4), alignment (2); zeros beyond the number
/// 26   1  flags; bit 0 (17 and later): the segments are compressed
/// 27   1  reserved
/// 28   4  checksum over bytes 0..27, begun with 0
/// </code>
/// </remarks>
/// <param name="Tag">What the frame is.</param>
/// <param name="Segments">How many segments it has, 1 to 4; all behind the last that is not empty are left out.</param>
/// <param name="Length0">Bytes of the first segment, without padding.</param>
/// <param name="Length1">Of the second.</param>
/// <param name="Length2">Of the third.</param>
/// <param name="Length3">Of the fourth.</param>
internal readonly record struct Preamble(FrameTag Tag, int Segments, uint Length0, uint Length1 = 0, uint Length2 = 0, uint Length3 = 0)
{
    /// <summary>Its length in bytes.</summary>
    public const int WireSize = 32;

    /// <summary>The most segments a frame can have.</summary>
    public const int MaxSegments = 4;

    /// <summary>Where the lengths stand.</summary>
    public const int LengthsOffset = 2;

    /// <summary>Bytes from one length to the next.</summary>
    public const int LengthStride = 6;

    /// <summary>Where the checksum stands, and how many bytes it covers.</summary>
    public const int CrcOffset = 28;

    /// <summary>Where the flags stand.</summary>
    public const int FlagsOffset = 26;

    /// <summary>Flag: the segments are compressed.</summary>
    public const byte Compressed = 1;

    private const ushort Alignment = 8;
    private const ushort DataAlignment = 4096;

    /// <summary>The beginning of a message frame.</summary>
    public static Preamble OfMessage(int front, int middle, uint data) => new(
        FrameTag.Message,
        data > 0 ? 4 : middle > 0 ? 3 : front > 0 ? 2 : 1,
        MessageHeader2.WireSize,
        (uint)front,
        (uint)middle,
        data);

    /// <summary>The length of a segment, 0 to 3.</summary>
    public uint LengthOf(int segment) => segment switch
    {
        0 => Length0,
        1 => Length1,
        2 => Length2,
        _ => Length3,
    };

    /// <summary>Writes it, with its checksum, to the first 32 bytes.</summary>
    public void Write(Span<byte> output)
    {
        output = output[..WireSize];
        output[0] = (byte)Tag;
        output[1] = (byte)Segments;
        WriteSegment(output[2..], Length0, Alignment);
        WriteSegment(output[8..], Length1, Segments > 1 ? Alignment : (ushort)0);
        WriteSegment(output[14..], Length2, Segments > 2 ? Alignment : (ushort)0);
        WriteSegment(output[20..], Length3, Segments > 3 ? DataAlignment : (ushort)0);
        BinaryPrimitives.WriteUInt16LittleEndian(output[FlagsOffset..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(output[CrcOffset..], ComputeCrc(output));
    }

    /// <summary>Reads the first 32 bytes, whatever they say.</summary>
    public static Preamble Read(ReadOnlySpan<byte> input)
    {
        input = input[..WireSize];
        return new Preamble(
            (FrameTag)input[0],
            input[1],
            BinaryPrimitives.ReadUInt32LittleEndian(input[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(input[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(input[14..]),
            BinaryPrimitives.ReadUInt32LittleEndian(input[20..]));
    }

    /// <summary>The checksum that the first 28 bytes ought to have.</summary>
    public static uint ComputeCrc(ReadOnlySpan<byte> preamble) => Crc32C.Append(0, preamble[..CrcOffset]);

    /// <summary>The checksum that stands in it.</summary>
    public static uint ReadCrc(ReadOnlySpan<byte> preamble) => BinaryPrimitives.ReadUInt32LittleEndian(preamble[CrcOffset..]);

    private static void WriteSegment(Span<byte> output, uint length, ushort alignment)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output, length);
        BinaryPrimitives.WriteUInt16LittleEndian(output[sizeof(uint)..], alignment);
    }
}

using System.Buffers.Binary;
using CephActors.Encoding;

namespace CephActors.Framing.V1;

/// <summary>What stands between the tag and the front of a message. Ceph: <c>ceph_msg_header</c> in <c>src/include/msgr.h</c>.</summary>
/// <remarks>
/// <code>
///  0  8  seq             34  2  data_off
///  8  8  tid             36  9  src
/// 16  2  type            45  2  compat_version
/// 18  2  priority        47  2  reserved
/// 20  2  version         49  4  crc over bytes 0..48
/// 22  4  front_len
/// 26  4  middle_len
/// 30  4  data_len
/// </code>
/// The older form with two whole addresses (334 bytes) is not spoken; Ceph gave it up as well.
/// </remarks>
internal readonly record struct MessageHeader
{
    /// <summary>Its length in bytes.</summary>
    public const int WireSize = 53;

    /// <summary>Where the checksum stands, and how many bytes it covers.</summary>
    public const int CrcOffset = 49;

    /// <summary>Where the three lengths stand.</summary>
    public const int LengthsOffset = 22;

    public ulong Seq { get; init; }

    public ulong Tid { get; init; }

    public ushort Type { get; init; }

    public ushort Priority { get; init; }

    public ushort Version { get; init; }

    public uint FrontLength { get; init; }

    public uint MiddleLength { get; init; }

    public uint DataLength { get; init; }

    public ushort DataOffset { get; init; }

    public EntityName Source { get; init; }

    public ushort CompatVersion { get; init; }

    public uint Crc { get; init; }

    /// <summary>What the message has of it once it has arrived.</summary>
    public ReceivedHeader Received => new()
    {
        Type = (MessageType)Type,
        Tid = Tid,
        Priority = Priority,
        Version = Version,
        CompatVersion = CompatVersion,
        DataOffset = DataOffset,
        Seq = Seq,
        Source = Source,
    };

    /// <summary>Writes it to the first 53 bytes and returns it with its checksum, which is 0 when none is wanted.</summary>
    public MessageHeader Write(Span<byte> output, bool withCrc)
    {
        output = output[..WireSize];
        BinaryPrimitives.WriteUInt64LittleEndian(output, Seq);
        BinaryPrimitives.WriteUInt64LittleEndian(output[8..], Tid);
        BinaryPrimitives.WriteUInt16LittleEndian(output[16..], Type);
        BinaryPrimitives.WriteUInt16LittleEndian(output[18..], Priority);
        BinaryPrimitives.WriteUInt16LittleEndian(output[20..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(output[22..], FrontLength);
        BinaryPrimitives.WriteUInt32LittleEndian(output[26..], MiddleLength);
        BinaryPrimitives.WriteUInt32LittleEndian(output[30..], DataLength);
        BinaryPrimitives.WriteUInt16LittleEndian(output[34..], DataOffset);
        output[36] = (byte)Source.Type;
        BinaryPrimitives.WriteInt64LittleEndian(output[37..], Source.Num);
        BinaryPrimitives.WriteUInt16LittleEndian(output[45..], CompatVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(output[47..], 0);
        var crc = withCrc ? ComputeCrc(output) : 0;
        BinaryPrimitives.WriteUInt32LittleEndian(output[CrcOffset..], crc);
        return this with { Crc = crc };
    }

    /// <summary>Reads the first 53 bytes.</summary>
    public static MessageHeader Read(ReadOnlySpan<byte> input)
    {
        input = input[..WireSize];
        return new MessageHeader
        {
            Seq = BinaryPrimitives.ReadUInt64LittleEndian(input),
            Tid = BinaryPrimitives.ReadUInt64LittleEndian(input[8..]),
            Type = BinaryPrimitives.ReadUInt16LittleEndian(input[16..]),
            Priority = BinaryPrimitives.ReadUInt16LittleEndian(input[18..]),
            Version = BinaryPrimitives.ReadUInt16LittleEndian(input[20..]),
            FrontLength = BinaryPrimitives.ReadUInt32LittleEndian(input[22..]),
            MiddleLength = BinaryPrimitives.ReadUInt32LittleEndian(input[26..]),
            DataLength = BinaryPrimitives.ReadUInt32LittleEndian(input[30..]),
            DataOffset = BinaryPrimitives.ReadUInt16LittleEndian(input[34..]),
            Source = new EntityName((EntityType)input[36], BinaryPrimitives.ReadInt64LittleEndian(input[37..])),
            CompatVersion = BinaryPrimitives.ReadUInt16LittleEndian(input[45..]),
            Crc = BinaryPrimitives.ReadUInt32LittleEndian(input[CrcOffset..]),
        };
    }

    /// <summary>The checksum that the first 49 bytes ought to have.</summary>
    public static uint ComputeCrc(ReadOnlySpan<byte> header) => Crc32C.Append(0, header[..CrcOffset]);
}

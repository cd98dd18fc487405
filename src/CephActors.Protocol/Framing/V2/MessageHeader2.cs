using System.Buffers.Binary;

namespace CephActors.Framing.V2;

/// <summary>The first segment of a message frame. Ceph: <c>ceph_msg_header2</c> in <c>src/include/msgr.h</c>.</summary>
/// <remarks>
/// <code>
///  0  8  seq             26  2  data_off
///  8  8  tid             28  8  ack_seq
/// 16  2  type            36  1  flags
/// 18  2  priority        37  2  compat_version
/// 20  2  version         39  2  reserved
/// 22  4  data_pre_padding_len
/// </code>
/// The sender is not named: it is who the handshake said it is. Lengths stand in the frame's preamble.
/// </remarks>
internal readonly record struct MessageHeader2
{
    /// <summary>Its length in bytes.</summary>
    public const int WireSize = 41;

    /// <summary>The flags every sender sets: complete, and without checksums of its own (Ceph: <c>CEPH_MSG_FOOTER_COMPLETE | _NOCRC</c>).</summary>
    public const byte UsualFlags = 3;

    public ulong Seq { get; init; }

    public ulong Tid { get; init; }

    public ushort Type { get; init; }

    public ushort Priority { get; init; }

    public ushort Version { get; init; }

    public ushort DataOffset { get; init; }

    /// <summary>The seq of the last message its sender received: an acknowledgement by the way.</summary>
    public ulong AckSeq { get; init; }

    public byte Flags { get; init; }

    public ushort CompatVersion { get; init; }

    /// <summary>What the message has of it once it has arrived.</summary>
    public ReceivedHeader ReceivedFrom(EntityName source) => new()
    {
        Type = (MessageType)Type,
        Tid = Tid,
        Priority = Priority,
        Version = Version,
        CompatVersion = CompatVersion,
        DataOffset = DataOffset,
        Seq = Seq,
        Source = source,
    };

    /// <summary>Writes it to the first 41 bytes.</summary>
    public void Write(Span<byte> output)
    {
        output = output[..WireSize];
        BinaryPrimitives.WriteUInt64LittleEndian(output, Seq);
        BinaryPrimitives.WriteUInt64LittleEndian(output[8..], Tid);
        BinaryPrimitives.WriteUInt16LittleEndian(output[16..], Type);
        BinaryPrimitives.WriteUInt16LittleEndian(output[18..], Priority);
        BinaryPrimitives.WriteUInt16LittleEndian(output[20..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(output[22..], 0);
        BinaryPrimitives.WriteUInt16LittleEndian(output[26..], DataOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(output[28..], AckSeq);
        output[36] = Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(output[37..], CompatVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(output[39..], 0);
    }

    /// <summary>Reads the first 41 bytes.</summary>
    public static MessageHeader2 Read(ReadOnlySpan<byte> input)
    {
        input = input[..WireSize];
        return new MessageHeader2
        {
            Seq = BinaryPrimitives.ReadUInt64LittleEndian(input),
            Tid = BinaryPrimitives.ReadUInt64LittleEndian(input[8..]),
            Type = BinaryPrimitives.ReadUInt16LittleEndian(input[16..]),
            Priority = BinaryPrimitives.ReadUInt16LittleEndian(input[18..]),
            Version = BinaryPrimitives.ReadUInt16LittleEndian(input[20..]),
            DataOffset = BinaryPrimitives.ReadUInt16LittleEndian(input[26..]),
            AckSeq = BinaryPrimitives.ReadUInt64LittleEndian(input[28..]),
            Flags = input[36],
            CompatVersion = BinaryPrimitives.ReadUInt16LittleEndian(input[37..]),
        };
    }
}

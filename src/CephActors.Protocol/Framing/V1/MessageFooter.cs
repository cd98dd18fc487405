using System.Buffers.Binary;

namespace CephActors.Framing.V1;

/// <summary>What closes a message. Ceph: <c>ceph_msg_footer</c> and <c>ceph_msg_footer_old</c> in <c>src/include/msgr.h</c>.</summary>
/// <remarks>
/// <code>
///  0  4  front_crc
///  4  4  middle_crc
///  8  4  data_crc
/// 12  8  sig, only if the agreed features contain MSG_AUTH
///     1  flags
/// </code>
/// </remarks>
internal readonly record struct MessageFooter
{
    /// <summary>Its length in bytes with room for a signature.</summary>
    public const int WireSize = 21;

    /// <summary>Its length in bytes without.</summary>
    public const int OldWireSize = 13;

    /// <summary>Flag: the message is whole.</summary>
    public const byte Complete = 1;

    /// <summary>Flag: the checksum of the data was not computed.</summary>
    public const byte NoCrc = 2;

    /// <summary>Flag: the signature is valid.</summary>
    public const byte Signed = 4;

    public uint FrontCrc { get; init; }

    public uint MiddleCrc { get; init; }

    public uint DataCrc { get; init; }

    public ulong Signature { get; init; }

    public byte Flags { get; init; }

    /// <summary>How long a footer is.</summary>
    public static int SizeOf(bool msgAuth) => msgAuth ? WireSize : OldWireSize;

    /// <summary>Writes it to the first 21 or 13 bytes.</summary>
    public void Write(Span<byte> output, bool msgAuth)
    {
        output = output[..SizeOf(msgAuth)];
        BinaryPrimitives.WriteUInt32LittleEndian(output, FrontCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(output[4..], MiddleCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(output[8..], DataCrc);
        if (msgAuth)
            BinaryPrimitives.WriteUInt64LittleEndian(output[12..], Signature);

        output[^1] = Flags;
    }

    /// <summary>Reads the first 21 or 13 bytes.</summary>
    public static MessageFooter Read(ReadOnlySpan<byte> input, bool msgAuth)
    {
        input = input[..SizeOf(msgAuth)];
        return new MessageFooter
        {
            FrontCrc = BinaryPrimitives.ReadUInt32LittleEndian(input),
            MiddleCrc = BinaryPrimitives.ReadUInt32LittleEndian(input[4..]),
            DataCrc = BinaryPrimitives.ReadUInt32LittleEndian(input[8..]),
            Signature = msgAuth ? BinaryPrimitives.ReadUInt64LittleEndian(input[12..]) : 0,
            Flags = input[^1],
        };
    }
}

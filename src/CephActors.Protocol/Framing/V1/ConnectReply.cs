using System.Buffers.Binary;

namespace CephActors.Framing.V1;

/// <summary>The answer to a <see cref="ConnectMessage"/>, without the bytes behind it. Ceph: <c>ceph_msg_connect_reply</c> in <c>src/include/msgr.h</c>.</summary>
/// <remarks>
/// <code>
///  0  1  tag
///  1  8  features
///  9  4  global_seq
/// 13  4  connect_seq
/// 17  4  protocol_version
/// 21  4  authorizer_len
/// 25  1  flags
/// </code>
/// </remarks>
/// <param name="Tag">The answer.</param>
/// <param name="Features">What the accepting side supports, or, in a refusal, what it demands.</param>
/// <param name="GlobalSeq">In <see cref="MessengerTag.RetryGlobal"/> the number to exceed.</param>
/// <param name="ConnectSeq">In <see cref="MessengerTag.RetrySession"/> the number to use.</param>
/// <param name="ProtocolVersion">The version the accepting side speaks.</param>
/// <param name="Flags">Bit 0: the session is lossy.</param>
internal readonly record struct ConnectReply(
    MessengerTag Tag, ulong Features, uint GlobalSeq, uint ConnectSeq, uint ProtocolVersion, byte Flags)
{
    /// <summary>Its length in bytes.</summary>
    public const int WireSize = 26;

    /// <summary>The bit of <see cref="Flags"/> that says lossy.</summary>
    public const byte LossyFlag = 1;

    /// <summary>Whether the session is lossy. Binds the connecting side.</summary>
    public bool IsLossy => (Flags & LossyFlag) != 0;

    /// <summary>Writes it to the first 26 bytes.</summary>
    public void Write(Span<byte> output, int authorizerLength)
    {
        output[0] = (byte)Tag;
        BinaryPrimitives.WriteUInt64LittleEndian(output[1..], Features);
        BinaryPrimitives.WriteUInt32LittleEndian(output[9..], GlobalSeq);
        BinaryPrimitives.WriteUInt32LittleEndian(output[13..], ConnectSeq);
        BinaryPrimitives.WriteUInt32LittleEndian(output[17..], ProtocolVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(output[21..], (uint)authorizerLength);
        output[25] = Flags;
    }

    /// <summary>Reads the first 26 bytes; false if the tag is no answer, which is all that can be wrong.</summary>
    public static bool TryRead(ReadOnlySpan<byte> input, out ConnectReply reply, out uint authorizerLength)
    {
        authorizerLength = BinaryPrimitives.ReadUInt32LittleEndian(input[21..]);
        reply = new ConnectReply(
            (MessengerTag)input[0],
            BinaryPrimitives.ReadUInt64LittleEndian(input[1..]),
            BinaryPrimitives.ReadUInt32LittleEndian(input[9..]),
            BinaryPrimitives.ReadUInt32LittleEndian(input[13..]),
            BinaryPrimitives.ReadUInt32LittleEndian(input[17..]),
            input[25]);
        return reply.Tag.IsReply();
    }
}

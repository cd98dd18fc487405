using System.Buffers.Binary;

namespace CephActors.Framing.V1;

/// <summary>The request for a session, without the authorizer behind it. Ceph: <c>ceph_msg_connect</c> in <c>src/include/msgr.h</c>.</summary>
/// <remarks>
/// <code>
///  0  8  features
///  8  4  host_type
/// 12  4  global_seq
/// 16  4  connect_seq
/// 20  4  protocol_version
/// 24  4  authorizer_protocol
/// 28  4  authorizer_len
/// 32  1  flags
/// </code>
/// </remarks>
/// <param name="Features">The features the connecting side supports.</param>
/// <param name="HostType">What the connecting side is.</param>
/// <param name="GlobalSeq">Counts the attempts of its messenger.</param>
/// <param name="ConnectSeq">Counts the attempts of this session; 0 asks for a new one.</param>
/// <param name="ProtocolVersion">The version of the protocol spoken above the messenger.</param>
/// <param name="AuthorizerProtocol">The method of the authorizer: 0 for no authorizer, 1 none, 2 cephx.</param>
/// <param name="Flags">Bit 0: the connecting side would have the session lossy.</param>
internal readonly record struct ConnectMessage(
    ulong Features, EntityType HostType, uint GlobalSeq, uint ConnectSeq, uint ProtocolVersion, uint AuthorizerProtocol, byte Flags)
{
    /// <summary>Its length in bytes.</summary>
    public const int WireSize = 33;

    /// <summary>The bit of <see cref="Flags"/> that says lossy.</summary>
    public const byte LossyFlag = 1;

    /// <summary>Whether the connecting side would have the session lossy. Information only: the accepting side decides.</summary>
    public bool IsLossy => (Flags & LossyFlag) != 0;

    /// <summary>Writes it to the first 33 bytes.</summary>
    public void Write(Span<byte> output, int authorizerLength)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output, Features);
        BinaryPrimitives.WriteUInt32LittleEndian(output[8..], (uint)HostType);
        BinaryPrimitives.WriteUInt32LittleEndian(output[12..], GlobalSeq);
        BinaryPrimitives.WriteUInt32LittleEndian(output[16..], ConnectSeq);
        BinaryPrimitives.WriteUInt32LittleEndian(output[20..], ProtocolVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(output[24..], AuthorizerProtocol);
        BinaryPrimitives.WriteUInt32LittleEndian(output[28..], (uint)authorizerLength);
        output[32] = Flags;
    }

    /// <summary>Reads the first 33 bytes; false if the host type is no entity type's number, which is all that can be wrong.</summary>
    public static bool TryRead(ReadOnlySpan<byte> input, out ConnectMessage connect, out uint authorizerLength)
    {
        var hostType = BinaryPrimitives.ReadUInt32LittleEndian(input[8..]);
        authorizerLength = BinaryPrimitives.ReadUInt32LittleEndian(input[28..]);
        connect = new ConnectMessage(
            BinaryPrimitives.ReadUInt64LittleEndian(input),
            (EntityType)hostType,
            BinaryPrimitives.ReadUInt32LittleEndian(input[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(input[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(input[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(input[24..]),
            input[32]);
        return hostType <= byte.MaxValue;
    }
}

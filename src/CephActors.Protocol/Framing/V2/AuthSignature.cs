using System.Security.Cryptography;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>
/// Proof that nobody changed the unprotected part of the handshake: HMAC-SHA256 with the session key over every byte the sender received before.
/// Ceph: <c>AuthSignatureFrame</c>; <c>src/msg/async/ProtocolV2.cc</c>, <c>finish_auth</c> and <c>handle_auth_signature</c>.
/// </summary>
/// <param name="Bytes">The signature; zeros where there is no session key.</param>
internal sealed record AuthSignature(ReadOnlyMemory<byte> Bytes) : IHandshakePayload
{
    /// <summary>Its length in bytes.</summary>
    public const int WireSize = 32;

    public FrameTag Tag => FrameTag.AuthSignature;

    /// <summary>Signs what the other side sent.</summary>
    /// <param name="sessionKey">The session key's secret; empty with a method that has none.</param>
    /// <param name="received">Every byte from the banner to the last frame before the signatures, as it travelled.</param>
    public static AuthSignature Compute(ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> received) =>
        new(sessionKey.IsEmpty ? new byte[WireSize] : HMACSHA256.HashData(sessionKey, received));

    public static AuthSignature Read(ref WireReader reader) => new(reader.ReadBytes(WireSize, "signature").ToArray());

    /// <summary>Compares two signatures in a time that tells nothing.</summary>
    public bool Matches(AuthSignature other) => CryptographicOperations.FixedTimeEquals(Bytes.Span, other.Bytes.Span);

    public void Write(WireWriter writer) => writer.WriteBytes(Bytes.Span);
}

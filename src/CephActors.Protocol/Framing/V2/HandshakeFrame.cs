namespace CephActors.Framing.V2;

/// <summary>A frame of the handshake as it arrived.</summary>
/// <param name="Payload">What it says.</param>
/// <param name="Bytes">Its bytes on the wire, which the signatures of both sides cover; none in secure mode, where no signature is due any more.</param>
internal sealed record HandshakeFrame(IHandshakePayload Payload, ReadOnlyMemory<byte> Bytes);

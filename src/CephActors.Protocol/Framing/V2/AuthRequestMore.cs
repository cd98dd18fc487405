using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The answer to <see cref="AuthReplyMore"/>. Ceph: <c>AuthRequestMoreFrame</c>.</summary>
/// <param name="Payload">What the method has to say.</param>
internal sealed record AuthRequestMore(ReadOnlyMemory<byte> Payload) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.AuthRequestMore;

    public static AuthRequestMore Read(ref WireReader reader) => new(reader.ReadBlob("auth_payload").ToArray());

    public void Write(WireWriter writer) => writer.WriteBlob(Payload.Span);
}

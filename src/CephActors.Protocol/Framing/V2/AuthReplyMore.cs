using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The authentication goes on. Ceph: <c>AuthReplyMoreFrame</c>.</summary>
/// <param name="Payload">What the method has to say.</param>
internal sealed record AuthReplyMore(ReadOnlyMemory<byte> Payload) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.AuthReplyMore;

    public static AuthReplyMore Read(ref WireReader reader) => new(reader.ReadBlob("auth_payload").ToArray());

    public void Write(WireWriter writer) => writer.WriteBlob(Payload.Span);
}

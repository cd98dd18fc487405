using CephActors.Auth;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>A connector begins to authenticate. Ceph: <c>AuthRequestFrame</c>.</summary>
/// <param name="Method">The method it would use.</param>
/// <param name="PreferredModes">The modes it would use, the dearest first.</param>
/// <param name="Payload">What the method has to say.</param>
internal sealed record AuthRequest(AuthMethod Method, IReadOnlyList<ConnectionMode> PreferredModes, ReadOnlyMemory<byte> Payload) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.AuthRequest;

    public static AuthRequest Read(ref WireReader reader) => new(
        (AuthMethod)reader.ReadU32("method"),
        AuthLists.ReadModes(ref reader, "preferred_modes"),
        reader.ReadBlob("auth_payload").ToArray());

    public void Write(WireWriter writer)
    {
        writer.WriteU32((uint)Method);
        AuthLists.Write(writer, PreferredModes);
        writer.WriteBlob(Payload.Span);
    }
}

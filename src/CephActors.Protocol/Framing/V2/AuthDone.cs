using CephActors.Auth;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The acceptor is satisfied. The mode holds from the next frame on, in both directions. Ceph: <c>AuthDoneFrame</c>.</summary>
/// <param name="GlobalId">The identity of the connector.</param>
/// <param name="Mode">How frames are protected from here on.</param>
/// <param name="Payload">What the method has to say.</param>
internal sealed record AuthDone(ulong GlobalId, ConnectionMode Mode, ReadOnlyMemory<byte> Payload) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.AuthDone;

    public static AuthDone Read(ref WireReader reader) => new(
        reader.ReadU64("global_id"),
        (ConnectionMode)reader.ReadU32("con_mode"),
        reader.ReadBlob("auth_payload").ToArray());

    public void Write(WireWriter writer)
    {
        writer.WriteU64(GlobalId);
        writer.WriteU32((uint)Mode);
        writer.WriteBlob(Payload.Span);
    }
}

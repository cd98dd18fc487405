using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The acceptor goes on with the session. Ceph: <c>ReconnectOkFrame</c>.</summary>
/// <param name="MessageSeq">The seq of the last message it received.</param>
internal sealed record SessionReconnectOk(ulong MessageSeq) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.SessionReconnectOk;

    public static SessionReconnectOk Read(ref WireReader reader) => new(reader.ReadU64("msg_seq"));

    public void Write(WireWriter writer) => writer.WriteU64(MessageSeq);
}

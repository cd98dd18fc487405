using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The acceptor has seen a later attempt of the session. Ceph: <c>RetryFrame</c>.</summary>
/// <param name="ConnectSeq">The connect_seq it has; the next attempt exceeds it.</param>
internal sealed record SessionRetry(ulong ConnectSeq) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.SessionRetry;

    public static SessionRetry Read(ref WireReader reader) => new(reader.ReadU64("connect_seq"));

    public void Write(WireWriter writer) => writer.WriteU64(ConnectSeq);
}

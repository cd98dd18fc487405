using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The acceptor has seen a later attempt of the peer. Ceph: <c>RetryGlobalFrame</c>.</summary>
/// <param name="GlobalSeq">The global_seq it has; the next attempt exceeds it.</param>
internal sealed record SessionRetryGlobal(ulong GlobalSeq) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.SessionRetryGlobal;

    public static SessionRetryGlobal Read(ref WireReader reader) => new(reader.ReadU64("global_seq"));

    public void Write(WireWriter writer) => writer.WriteU64(GlobalSeq);
}

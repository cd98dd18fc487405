using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The acceptor does not have the session. Ceph: <c>ResetFrame</c>.</summary>
/// <param name="Full">Everything ends; else only what the acceptor knew is lost, and the queues stay.</param>
internal sealed record SessionReset(bool Full) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.SessionReset;

    public static SessionReset Read(ref WireReader reader) => new(reader.ReadBool("full"));

    public void Write(WireWriter writer) => writer.WriteBool(Full);
}

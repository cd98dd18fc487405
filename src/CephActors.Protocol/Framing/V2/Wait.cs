using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>Both sides connected at once, and the connector's attempt gives way. Ceph: <c>WaitFrame</c>.</summary>
internal sealed record Wait : IHandshakePayload
{
    public FrameTag Tag => FrameTag.Wait;

    public void Write(WireWriter writer)
    {
    }
}

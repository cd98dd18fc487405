using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The content of a handshake frame. Ceph: the <c>ControlFrame</c>s of <c>src/msg/async/frames_v2.h</c>.</summary>
internal interface IHandshakePayload
{
    /// <summary>The tag it travels under.</summary>
    public FrameTag Tag { get; }

    /// <summary>Appends its fields.</summary>
    public void Write(WireWriter writer);
}

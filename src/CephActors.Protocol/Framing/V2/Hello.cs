using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>Both sides' first frame. Ceph: <c>HelloFrame</c>.</summary>
/// <param name="EntityType">What the sender is.</param>
/// <param name="PeerAddress">The receiver's address as the sender sees it.</param>
internal sealed record Hello(EntityType EntityType, EntityAddress PeerAddress) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.Hello;

    public static Hello Read(ref WireReader reader) =>
        new((EntityType)reader.ReadU8("entity_type"), reader.ReadEntityAddress("peer_addr"));

    public void Write(WireWriter writer)
    {
        writer.WriteU8((byte)EntityType);
        writer.WriteEntityAddress(PeerAddress, HandshakePayload.AddressFeatures);
    }
}

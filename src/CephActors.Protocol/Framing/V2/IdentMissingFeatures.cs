using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The acceptor insists on features that the connector did not offer. Ceph: <c>IdentMissingFeaturesFrame</c>.</summary>
/// <param name="Features">The missing ones.</param>
internal sealed record IdentMissingFeatures(ulong Features) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.IdentMissingFeatures;

    public static IdentMissingFeatures Read(ref WireReader reader) => new(reader.ReadU64("features"));

    public void Write(WireWriter writer) => writer.WriteU64(Features);
}

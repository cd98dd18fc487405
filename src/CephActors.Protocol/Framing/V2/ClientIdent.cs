using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>A connector asks for a new session. Ceph: <c>ClientIdentFrame</c>.</summary>
/// <param name="Addresses">Its own addresses.</param>
/// <param name="Target">The address it dialled.</param>
/// <param name="Gid">The number in its name; −1 if it has none yet.</param>
/// <param name="GlobalSeq">Counts the attempts of its messenger.</param>
/// <param name="Supported">The features it supports.</param>
/// <param name="Required">The features it insists on.</param>
/// <param name="Flags">See <see cref="IdentFlags"/>.</param>
/// <param name="Cookie">What it knows the session by; 0 if lossy.</param>
internal sealed record ClientIdent(
    EntityAddressVector Addresses, EntityAddress Target, long Gid, ulong GlobalSeq, ulong Supported, ulong Required, ulong Flags, ulong Cookie)
    : IHandshakePayload
{
    public FrameTag Tag => FrameTag.ClientIdent;

    public static ClientIdent Read(ref WireReader reader) => new(
        reader.ReadEntityAddressVector("addrs"),
        reader.ReadEntityAddress("target_addr"),
        reader.ReadS64("gid"),
        reader.ReadU64("global_seq"),
        reader.ReadU64("supported_features"),
        reader.ReadU64("required_features"),
        reader.ReadU64("flags"),
        reader.ReadU64("cookie"));

    public void Write(WireWriter writer)
    {
        writer.WriteEntityAddressVector(Addresses, HandshakePayload.AddressFeatures);
        writer.WriteEntityAddress(Target, HandshakePayload.AddressFeatures);
        writer.WriteS64(Gid);
        writer.WriteU64(GlobalSeq);
        writer.WriteU64(Supported);
        writer.WriteU64(Required);
        writer.WriteU64(Flags);
        writer.WriteU64(Cookie);
    }
}

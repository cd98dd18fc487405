using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The acceptor opens a new session. Ceph: <c>ServerIdentFrame</c>.</summary>
/// <param name="Addresses">Its own addresses.</param>
/// <param name="Gid">The number in its name.</param>
/// <param name="GlobalSeq">The number of its own latest attempt.</param>
/// <param name="Supported">The features it supports.</param>
/// <param name="Required">The features it insists on.</param>
/// <param name="Flags">See <see cref="IdentFlags"/>.</param>
/// <param name="Cookie">What it knows the session by; 0 if lossy.</param>
internal sealed record ServerIdent(
    EntityAddressVector Addresses, long Gid, ulong GlobalSeq, ulong Supported, ulong Required, ulong Flags, ulong Cookie) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.ServerIdent;

    public static ServerIdent Read(ref WireReader reader) => new(
        reader.ReadEntityAddressVector("addrs"),
        reader.ReadS64("gid"),
        reader.ReadU64("global_seq"),
        reader.ReadU64("supported_features"),
        reader.ReadU64("required_features"),
        reader.ReadU64("flags"),
        reader.ReadU64("cookie"));

    public void Write(WireWriter writer)
    {
        writer.WriteEntityAddressVector(Addresses, HandshakePayload.AddressFeatures);
        writer.WriteS64(Gid);
        writer.WriteU64(GlobalSeq);
        writer.WriteU64(Supported);
        writer.WriteU64(Required);
        writer.WriteU64(Flags);
        writer.WriteU64(Cookie);
    }
}

using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>A connector asks to go on with a session. Ceph: <c>ReconnectFrame</c>.</summary>
/// <param name="Addresses">Its own addresses.</param>
/// <param name="ClientCookie">What the side that opened the session knows it by.</param>
/// <param name="ServerCookie">What the other side knows it by.</param>
/// <param name="GlobalSeq">Counts the attempts of its messenger.</param>
/// <param name="ConnectSeq">Counts the attempts of this session.</param>
/// <param name="MessageSeq">The seq of the last message it received.</param>
internal sealed record SessionReconnect(
    EntityAddressVector Addresses, ulong ClientCookie, ulong ServerCookie, ulong GlobalSeq, ulong ConnectSeq, ulong MessageSeq) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.SessionReconnect;

    public static SessionReconnect Read(ref WireReader reader) => new(
        reader.ReadEntityAddressVector("addrs"),
        reader.ReadU64("client_cookie"),
        reader.ReadU64("server_cookie"),
        reader.ReadU64("global_seq"),
        reader.ReadU64("connect_seq"),
        reader.ReadU64("msg_seq"));

    public void Write(WireWriter writer)
    {
        writer.WriteEntityAddressVector(Addresses, HandshakePayload.AddressFeatures);
        writer.WriteU64(ClientCookie);
        writer.WriteU64(ServerCookie);
        writer.WriteU64(GlobalSeq);
        writer.WriteU64(ConnectSeq);
        writer.WriteU64(MessageSeq);
    }
}

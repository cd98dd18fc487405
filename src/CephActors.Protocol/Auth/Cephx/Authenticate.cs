using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>
/// A client's answer to the challenge: <c>u8 version, u64 client_challenge, u64 key, ticket, u32 other_keys</c>.
/// Version 3 promises that a client which reclaims its global id presents its old ticket; version 1 has no mask.
/// Ceph: <c>CephXAuthenticate</c>.
/// </summary>
/// <param name="ClientChallenge">The client's own random number.</param>
/// <param name="Key">Proof that the client knows its secret, <see cref="CephxCipher.ChallengeResponse"/>.</param>
/// <param name="OldTicket">The AUTH ticket held from before, or an empty one with a new global id.</param>
/// <param name="OtherKeys">Mask of services whose tickets shall come along; 0 asks for the old reply form.</param>
internal readonly record struct Authenticate(ulong ClientChallenge, ulong Key, TicketBlob OldTicket, uint OtherKeys) : ICephxStruct<Authenticate>
{
    private const byte Version = 3;

    public static Authenticate Read(ref WireReader reader)
    {
        var version = reader.ReadU8("authenticate.version");
        return new Authenticate(
            reader.ReadU64("authenticate.client_challenge"),
            reader.ReadU64("authenticate.key"),
            TicketBlob.Read(ref reader),
            version >= 2 ? reader.ReadU32("authenticate.other_keys") : 0);
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(Version);
        writer.WriteU64(ClientChallenge);
        writer.WriteU64(Key);
        OldTicket.Write(writer);
        writer.WriteU32(OtherKeys);
    }
}

/// <summary><c>u8 1, u32 keys</c>: which services' tickets are wanted. Ceph: <c>CephXServiceTicketRequest</c>.</summary>
internal readonly record struct ServiceTicketRequest(uint Keys) : ICephxStruct<ServiceTicketRequest>
{
    public static ServiceTicketRequest Read(ref WireReader reader)
    {
        _ = reader.ReadU8("ticket_request.version");
        return new ServiceTicketRequest(reader.ReadU32("ticket_request.keys"));
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        writer.WriteU32(Keys);
    }
}

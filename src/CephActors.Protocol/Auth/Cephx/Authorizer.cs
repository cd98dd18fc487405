using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>
/// What a client shows to a service: <c>u8 1, u64 global_id, u32 service, ticket, sealed Authorize</c>.
/// Ceph: <c>CephXTicketHandler::build_authorizer</c>.
/// </summary>
internal sealed record Authorizer(ulong GlobalId, uint ServiceId, TicketBlob Ticket, ReadOnlyMemory<byte> SealedAuthorize) : ICephxStruct<Authorizer>
{
    public static Authorizer Read(ref WireReader reader)
    {
        _ = reader.ReadU8("authorizer.version");
        return new Authorizer(
            reader.ReadU64("authorizer.global_id"),
            reader.ReadU32("authorizer.service"),
            TicketBlob.Read(ref reader),
            reader.ReadBlob("authorizer.authorize").ToArray());
    }

    public static Authorizer Create(ulong globalId, uint service, TicketBlob ticket, CryptoKey sessionKey, Authorize authorize) =>
        new(globalId, service, ticket, CephxCipher.Seal(sessionKey, authorize));

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        writer.WriteU64(GlobalId);
        writer.WriteU32(ServiceId);
        Ticket.Write(writer);
        writer.WriteBlob(SealedAuthorize.Span);
    }
}

/// <summary>
/// Proof inside an authorizer: <c>u8 2, u64 nonce, u8 have_challenge, u64 server_challenge_plus_one</c>; version 1 ends after the nonce.
/// Ceph: <c>CephXAuthorize</c>.
/// </summary>
internal readonly record struct Authorize(ulong Nonce, bool HasChallenge = false, ulong ChallengePlusOne = 0) : ICephxStruct<Authorize>
{
    public static Authorize Read(ref WireReader reader)
    {
        var version = reader.ReadU8("authorize.version");
        var nonce = reader.ReadU64("authorize.nonce");
        return version < 2
            ? new Authorize(nonce)
            : new Authorize(nonce, reader.ReadBool("authorize.have_challenge"), reader.ReadU64("authorize.challenge"));
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(2);
        writer.WriteU64(Nonce);
        writer.WriteBool(HasChallenge);
        writer.WriteU64(ChallengePlusOne);
    }
}

/// <summary>A service's challenge to an authorizer: <c>u8 1, u64 challenge</c>, sealed without a length. Ceph: <c>CephXAuthorizeChallenge</c>.</summary>
internal readonly record struct AuthorizeChallenge(ulong Challenge) : ICephxStruct<AuthorizeChallenge>
{
    public static AuthorizeChallenge Read(ref WireReader reader)
    {
        _ = reader.ReadU8("authorize_challenge.version");
        return new AuthorizeChallenge(reader.ReadU64("authorize_challenge.challenge"));
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        writer.WriteU64(Challenge);
    }
}

/// <summary>
/// A service's proof: <c>u8 version, u64 nonce_plus_one</c> and, in version 2, <c>str connection_secret</c>. Ceph: <c>CephXAuthorizeReply</c>.
/// </summary>
internal readonly record struct AuthorizeReply(ulong NoncePlusOne, ReadOnlyMemory<byte> ConnectionSecret = default) : ICephxStruct<AuthorizeReply>
{
    public static AuthorizeReply Read(ref WireReader reader)
    {
        var version = reader.ReadU8("authorize_reply.version");
        var nonce = reader.ReadU64("authorize_reply.nonce");
        return new AuthorizeReply(nonce, version < 2 ? default : reader.ReadBlob("authorize_reply.secret").ToArray());
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(ConnectionSecret.IsEmpty ? (byte)1 : (byte)2);
        writer.WriteU64(NoncePlusOne);
        if (!ConnectionSecret.IsEmpty)
            writer.WriteBlob(ConnectionSecret.Span);
    }
}

using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// Authorizers made from the tickets held. Ceph: <c>src/auth/cephx/CephxProtocol.cc</c>, <c>CephXTicketHandler::build_authorizer</c>,
/// <c>CephXAuthorizer::add_challenge</c> and <c>CephXAuthorizer::verify_reply</c>.
/// </summary>
/// <param name="tickets">The tickets; changes are seen by the next attempt.</param>
/// <param name="random">Random numbers for nonces.</param>
/// <param name="now">The clock that tells whether a ticket still lives.</param>
/// <param name="localType">What the own side is: only a monitor sends authorizers to monitors.</param>
internal sealed class CephxAuthorizerSource(TicketStore tickets, Func<ulong> random, Func<DateTimeOffset> now, EntityType localType = EntityType.Client)
    : IAuthorizerSource
{
    public AuthorizerAttempt? Create(EntityType peerType)
    {
        if (peerType == EntityType.Mon && localType != EntityType.Mon)
            return null;
        return tickets.FindUsable((uint)peerType, now()) is { } held ? new Attempt(held.Ticket, held.GlobalId, random()) : null;
    }

    private sealed class Attempt : AuthorizerAttempt
    {
        private readonly HeldTicket _ticket;
        private readonly ulong _globalId;
        private readonly ulong _nonce;
        private byte[] _bytes;
        private ReadOnlyMemory<byte> _connectionSecret;

        public Attempt(HeldTicket ticket, ulong globalId, ulong nonce)
        {
            _ticket = ticket;
            _globalId = globalId;
            _nonce = nonce;
            _bytes = Build(new Authorize(nonce));
        }

        public override uint Protocol => (uint)AuthMethod.Cephx;

        public override byte[] Bytes => _bytes;

        public override CryptoKey SessionKey => _ticket.SessionKey;

        public override ReadOnlyMemory<byte> ConnectionSecret => _connectionSecret;

        public override byte[]? AnswerChallenge(ReadOnlySpan<byte> challenge) =>
            CephxCipher.TryUnseal<AuthorizeChallenge>(_ticket.SessionKey, challenge, out var opened)
                ? _bytes = Build(new Authorize(_nonce, true, unchecked(opened.Challenge + 1)))
                : null;

        public override bool VerifyReply(ReadOnlySpan<byte> reply, out string? error)
        {
            var reader = new WireReader(reply);
            var ciphertext = reader.ReadBlob("authorizer_reply");
            if (reader.Failed)
                error = $"unreadable authorizer reply: {reader.Error}";
            else if (!CephxCipher.TryUnseal<AuthorizeReply>(_ticket.SessionKey, ciphertext, out var opened))
                error = "the authorizer reply does not open with the session key";
            else if (!CephxCipher.SameNumber(opened.NoncePlusOne, unchecked(_nonce + 1)))
                error = "the authorizer reply answers another authorizer";
            else
                (error, _connectionSecret) = (null, opened.ConnectionSecret);
            return error is null;
        }

        private byte[] Build(Authorize authorize) =>
            CephxStruct.ToBytes(Authorizer.Create(_globalId, _ticket.ServiceId, _ticket.Blob, _ticket.SessionKey, authorize));
    }
}

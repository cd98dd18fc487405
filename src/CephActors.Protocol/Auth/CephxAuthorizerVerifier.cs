using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// Judges cephx authorizers. Every peer is challenged once per socket, so that a recorded authorizer is worth nothing (CVE-2018-1128).
/// Ceph: <c>src/auth/cephx/CephxProtocol.cc</c>, <c>cephx_verify_authorizer</c>.
/// </summary>
/// <param name="secrets">Gives the current secrets of the own service.</param>
/// <param name="random">Random numbers for challenges.</param>
internal sealed class CephxAuthorizerVerifier(Func<ServiceSecrets> secrets, Func<ulong> random) : IAuthorizerVerifier
{
    public AuthorizerVerdict Verify(
        EntityType peerType, uint protocol, ReadOnlySpan<byte> authorizer, ref ulong? pendingChallenge, ReadOnlyMemory<byte> connectionSecret = default)
    {
        if (authorizer.IsEmpty)
            return AuthorizerVerdict.Refuse("no authorizer");
        if (protocol != (uint)AuthMethod.Cephx)
            return AuthorizerVerdict.Refuse($"authorizer of method {protocol} where cephx is required");
        var reader = new WireReader(authorizer);
        if (!OpenedAuthorizer.TryOpen(ref reader, secrets(), out var opened, out var error))
            return AuthorizerVerdict.Refuse(error);
        var (info, authorize) = (opened.Info, opened.Authorize);
        if (pendingChallenge is not { } challenge)
        {
            challenge = random();
            pendingChallenge = challenge;
            return AuthorizerVerdict.Challenge(CephxCipher.Seal(info.SessionKey, new AuthorizeChallenge(challenge)));
        }

        if (!authorize.HasChallenge)
            return AuthorizerVerdict.Refuse("the authorizer does not answer the challenge");
        if (!CephxCipher.SameNumber(authorize.ChallengePlusOne, unchecked(challenge + 1)))
            return AuthorizerVerdict.Refuse("the authorizer answers another challenge");

        var reply = new WireWriter();
        CephxCipher.WriteSealed(reply, info.SessionKey, new AuthorizeReply(unchecked(authorize.Nonce + 1), connectionSecret));
        return AuthorizerVerdict.Accept(reply.ToArray(), info.SessionKey, info.Ticket.Name, info.Ticket.GlobalId, info.Ticket.Caps);
    }
}

/// <summary>Judges by the method a peer names; a method without a verifier is refused.</summary>
/// <param name="missing">Judges peers that send no authorizer at all.</param>
/// <param name="byMethod">The verifiers of the methods in use.</param>
internal sealed class AuthorizerVerifierSet(IAuthorizerVerifier missing, IReadOnlyDictionary<AuthMethod, IAuthorizerVerifier> byMethod)
    : IAuthorizerVerifier
{
    public AuthorizerVerdict Verify(
        EntityType peerType, uint protocol, ReadOnlySpan<byte> authorizer, ref ulong? pendingChallenge, ReadOnlyMemory<byte> connectionSecret = default)
    {
        if (authorizer.IsEmpty)
            return missing.Verify(peerType, protocol, authorizer, ref pendingChallenge, connectionSecret);
        return byMethod.TryGetValue((AuthMethod)protocol, out var verifier)
            ? verifier.Verify(peerType, protocol, authorizer, ref pendingChallenge, connectionSecret)
            : AuthorizerVerdict.Refuse($"authentication method {protocol} is not accepted");
    }
}

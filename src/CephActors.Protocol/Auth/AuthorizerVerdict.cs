using CephActors.Auth.Cephx;

namespace CephActors.Auth;

/// <summary>Judges the authorizers of connecting peers.</summary>
internal interface IAuthorizerVerifier
{
    /// <summary>Judges one authorizer.</summary>
    /// <param name="peerType">What the peer says it is.</param>
    /// <param name="protocol">The method it names.</param>
    /// <param name="authorizer">Its bytes; empty if it sent none.</param>
    /// <param name="pendingChallenge">
    /// The challenge issued on this socket, kept by the caller between calls; null before the first. Set by the verifier.
    /// </param>
    /// <param name="connectionSecret">Goes to the peer in the reply, sealed, where the method can; empty for none.</param>
    public AuthorizerVerdict Verify(
        EntityType peerType, uint protocol, ReadOnlySpan<byte> authorizer, ref ulong? pendingChallenge, ReadOnlyMemory<byte> connectionSecret = default);
}

/// <summary>How an authorizer was judged.</summary>
internal enum AuthorizerOutcome
{
    Accepted,

    /// <summary>Answer with a challenge and wait for the next connect.</summary>
    Challenge,

    Refused,
}

/// <summary>A judged authorizer.</summary>
/// <param name="Outcome">The judgement.</param>
/// <param name="Reply">Bytes for the peer: the proof of the own side, or the challenge.</param>
/// <param name="SessionKey">Key for signing messages; null without cephx.</param>
/// <param name="Name">Who the peer is; null if it sent no authorizer.</param>
/// <param name="GlobalId">The identity a monitor gave it; 0 if unknown.</param>
/// <param name="Reason">Why it was refused, without any secret.</param>
/// <param name="Caps">What its ticket allows; null without cephx, where everything is allowed.</param>
internal readonly record struct AuthorizerVerdict(
    AuthorizerOutcome Outcome,
    byte[] Reply,
    CryptoKey? SessionKey,
    AuthEntityName? Name,
    ulong GlobalId,
    string? Reason,
    CapsInfo? Caps = null)
{
    /// <summary>Let in without having said who it is.</summary>
    public static AuthorizerVerdict Anonymous => new(AuthorizerOutcome.Accepted, [], null, null, 0, null);

    public static AuthorizerVerdict Accept(byte[] reply, CryptoKey? sessionKey, AuthEntityName name, ulong globalId, CapsInfo? caps = null) =>
        new(AuthorizerOutcome.Accepted, reply, sessionKey, name, globalId, null, caps);

    public static AuthorizerVerdict Challenge(byte[] challenge) => new(AuthorizerOutcome.Challenge, challenge, null, null, 0, null);

    public static AuthorizerVerdict Refuse(string reason) => new(AuthorizerOutcome.Refused, [], null, null, 0, reason);
}

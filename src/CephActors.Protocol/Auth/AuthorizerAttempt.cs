namespace CephActors.Auth;

/// <summary>Makes authorizers for connections to peers that are no monitors.</summary>
internal interface IAuthorizerSource
{
    /// <summary>An authorizer for one connection attempt; null if the peer needs none or none is to be had.</summary>
    public AuthorizerAttempt? Create(EntityType peerType);
}

/// <summary>
/// The connecting side's proof of identity on one socket. <see cref="Bytes"/> go with each connect; after a challenge they are the answer to it and
/// stay so for retries on the same socket.
/// </summary>
internal abstract class AuthorizerAttempt
{
    /// <summary>The method's number in the connect frame.</summary>
    public abstract uint Protocol { get; }

    /// <summary>What to send now.</summary>
    public abstract byte[] Bytes { get; }

    /// <summary>Key for signing messages once the peer's reply was verified; null without.</summary>
    public abstract CryptoKey? SessionKey { get; }

    /// <summary>The secret of a protocol 2 connection in secure mode, once the peer's reply was verified; empty otherwise.</summary>
    public virtual ReadOnlyMemory<byte> ConnectionSecret => default;

    /// <summary>Answers a challenge with the bytes to send next; null if this challenge cannot be answered.</summary>
    public abstract byte[]? AnswerChallenge(ReadOnlySpan<byte> challenge);

    /// <summary>Checks the peer's proof.</summary>
    public abstract bool VerifyReply(ReadOnlySpan<byte> reply, out string? error);
}

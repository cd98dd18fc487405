using CephActors.Auth;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Judges authorizers as told and remembers what it was shown.</summary>
internal sealed class FakeVerifier : IAuthorizerVerifier
{
    public const ulong Challenge = 0xc0ffee;

    public Queue<AuthorizerVerdict> Verdicts { get; } = [];

    public List<(EntityType Peer, uint Protocol, byte[] Authorizer, ulong? Pending)> Shown { get; } = [];

    public AuthorizerVerdict Verify(
        EntityType peerType, uint protocol, ReadOnlySpan<byte> authorizer, ref ulong? pendingChallenge, ReadOnlyMemory<byte> connectionSecret = default)
    {
        Shown.Add((peerType, protocol, authorizer.ToArray(), pendingChallenge));
        var verdict = Verdicts.TryDequeue(out var next) ? next : AuthorizerVerdict.Anonymous;
        if (verdict.Outcome is AuthorizerOutcome.Challenge)
            pendingChallenge = Challenge;
        return verdict;
    }
}

/// <summary>Offers a cephx-like authorizer: "plain" at first, "challenged" once challenged; takes "proof" as the peer's reply.</summary>
internal sealed class FakeSource(bool answersChallenge = true) : IAuthorizerSource
{
    public static readonly byte[] Plain = "plain"u8.ToArray();
    public static readonly byte[] Challenged = "challenged"u8.ToArray();
    public static readonly byte[] Proof = "proof"u8.ToArray();
    public static readonly CryptoKey Key = CryptoKey.Parse("AQAAAAAAAAAAABAAAAECAwQFBgcICQoLDA0ODw==");

    public List<EntityType> Asked { get; } = [];

    public AuthorizerAttempt? Create(EntityType peerType)
    {
        Asked.Add(peerType);
        return new Attempt(answersChallenge);
    }

    private sealed class Attempt(bool answersChallenge) : AuthorizerAttempt
    {
        private byte[] _bytes = Plain;
        private CryptoKey? _key;

        public override uint Protocol => (uint)AuthMethod.Cephx;

        public override byte[] Bytes => _bytes;

        public override CryptoKey? SessionKey => _key;

        public override byte[]? AnswerChallenge(ReadOnlySpan<byte> challenge) => answersChallenge ? _bytes = Challenged : null;

        public override bool VerifyReply(ReadOnlySpan<byte> reply, out string? error)
        {
            var proven = reply.SequenceEqual(Proof);
            error = proven ? null : "not the proof";
            _key = proven ? Key : null;
            return proven;
        }
    }
}

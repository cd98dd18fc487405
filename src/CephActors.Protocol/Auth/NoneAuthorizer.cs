using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// Authorizers of method none: <c>u8 1, EntityName, u64 global_id</c>, believed as they come.
/// Ceph: <c>src/auth/none/AuthNoneProtocol.h</c>, <c>AuthNoneAuthorizer</c>.
/// </summary>
internal sealed class NoneAuthorizerSource(AuthEntityName name, Func<ulong> globalId) : IAuthorizerSource
{
    /// <summary>Between a monitor and anybody but a monitor no authorizer is sent: there authentication is done with messages.</summary>
    public AuthorizerAttempt? Create(EntityType peerType)
    {
        if (peerType == EntityType.Mon && name.Type != EntityType.Mon)
            return null;
        var writer = new WireWriter();
        writer.WriteU8(1);
        writer.WriteAuthEntityName(name);
        writer.WriteU64(globalId());
        return new Attempt(writer.ToArray());
    }

    private sealed class Attempt(byte[] bytes) : AuthorizerAttempt
    {
        public override uint Protocol => (uint)AuthMethod.None;

        public override byte[] Bytes => bytes;

        public override CryptoKey? SessionKey => null;

        public override byte[]? AnswerChallenge(ReadOnlySpan<byte> challenge) => null;

        public override bool VerifyReply(ReadOnlySpan<byte> reply, out string? error)
        {
            error = null;
            return true;
        }
    }
}

/// <summary>Accepts authorizers of method none.</summary>
/// <param name="acceptMissing">
/// Whether a peer of that type may connect without any authorizer: a monitor's clients, who authenticate later, and everybody where
/// authorizers are not required.
/// </param>
internal sealed class NoneAuthorizerVerifier(Func<EntityType, bool> acceptMissing) : IAuthorizerVerifier
{
    public AuthorizerVerdict Verify(
        EntityType peerType, uint protocol, ReadOnlySpan<byte> authorizer, ref ulong? pendingChallenge, ReadOnlyMemory<byte> connectionSecret = default)
    {
        if (authorizer.IsEmpty)
            return acceptMissing(peerType) ? AuthorizerVerdict.Anonymous : AuthorizerVerdict.Refuse("no authorizer");
        if (protocol != (uint)AuthMethod.None)
            return AuthorizerVerdict.Refuse($"authorizer of method {protocol} where none is used");
        var reader = new WireReader(authorizer);
        _ = reader.ReadU8("authorizer.version");
        var name = reader.ReadAuthEntityName("auth_name");
        var globalId = reader.ReadU64("authorizer.global_id");
        return reader.Failed
            ? AuthorizerVerdict.Refuse($"unreadable authorizer: {reader.Error}")
            : AuthorizerVerdict.Accept([], null, name, globalId);
    }
}

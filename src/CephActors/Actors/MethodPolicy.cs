using CephActors.Auth;
using CephActors.Configuration;

namespace CephActors.Actors;

/// <summary>
/// Judges authorizers by the methods that the settings name for a peer's type. Ceph: <c>AuthRegistry</c>, <c>get_supported_methods</c>.
/// </summary>
/// <param name="settings">The messenger's settings.</param>
/// <param name="secrets">What tickets are opened with; null while there is nothing.</param>
/// <param name="random">Random numbers for challenges.</param>
internal sealed class MethodPolicy(MessengerSettings settings, Func<ServiceSecrets?> secrets, Func<ulong> random) : IAuthorizerVerifier
{
    private readonly NoneAuthorizerVerifier _none = new(peer => AcceptsMissing(settings, peer));

    public AuthorizerVerdict Verify(
        EntityType peerType, uint protocol, ReadOnlySpan<byte> authorizer, ref ulong? pendingChallenge, ReadOnlyMemory<byte> connectionSecret = default)
    {
        if (authorizer.IsEmpty)
            return _none.Verify(peerType, protocol, authorizer, ref pendingChallenge, connectionSecret);
        var accepted = peerType is EntityType.Client ? settings.Auth.ServiceRequired : settings.Auth.ClusterRequired;
        if (!accepted.Contains((AuthMethod)protocol))
            return AuthorizerVerdict.Refuse($"authorizer of method {protocol} where {string.Join(" or ", accepted).ToLowerInvariant()} is accepted");
        if (protocol == (uint)AuthMethod.None)
            return _none.Verify(peerType, protocol, authorizer, ref pendingChallenge, connectionSecret);
        return secrets() is { } held
            ? new CephxAuthorizerVerifier(() => held, random).Verify(peerType, protocol, authorizer, ref pendingChallenge, connectionSecret)
            : AuthorizerVerdict.Refuse("no service secrets are at hand: a monitor client with a daemon's key fetches them");
    }

    /// <summary>Others than monitors authenticate to a monitor with messages, so they bring no authorizer.</summary>
    private static bool AcceptsMissing(MessengerSettings settings, EntityType peer) =>
        !settings.Auth.RequireAuthorizer || (settings.Name.Type is EntityType.Mon && peer is not EntityType.Mon);
}

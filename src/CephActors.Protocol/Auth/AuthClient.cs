namespace CephActors.Auth;

/// <summary>
/// Authenticates with monitors as one of their clients, with all others by authorizers. Ceph: <c>MonClient</c> as an <c>AuthClient</c>.
/// </summary>
/// <param name="registry">What may be offered to whom.</param>
/// <param name="authorizers">Makes authorizers; asked anew for each socket.</param>
/// <param name="monitors">Begins the exchange with a monitor.</param>
internal sealed class AuthClient(
    AuthRegistry registry, Func<IAuthorizerSource?> authorizers, Func<EntityAddressVector, AuthTerms, MonAuthExchange> monitors) : IAuthClient
{
    public AuthClientExchange Begin(EntityType peerType, EntityAddressVector peer)
    {
        var terms = registry.TermsWith(peerType);
        return peerType == EntityType.Mon && registry.Local != EntityType.Mon
            ? monitors(peer, terms)
            : new AuthorizerExchange(authorizers(), peerType, terms);
    }
}

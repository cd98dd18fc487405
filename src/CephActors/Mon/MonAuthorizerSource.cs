using CephActors.Auth;

namespace CephActors.Mon;

/// <summary>
/// Authorizers for connections to other daemons, by the method the monitors chose. Ceph: <c>MonClient::get_auth_request</c>.
/// </summary>
/// <param name="view">What the monitor client knows.</param>
/// <param name="none">Speaks where the method is none.</param>
/// <param name="cephx">Speaks where it is cephx.</param>
/// <param name="before">Speaks before a monitor was met; null keeps silent.</param>
internal sealed class MonAuthorizerSource(MonClientView view, IAuthorizerSource none, IAuthorizerSource cephx, IAuthorizerSource? before) : IAuthorizerSource
{
    public AuthorizerAttempt? Create(EntityType peerType) => view.Method switch
    {
        AuthMethod.Cephx => cephx.Create(peerType),
        AuthMethod.None => none.Create(peerType),
        _ => before?.Create(peerType),
    };
}

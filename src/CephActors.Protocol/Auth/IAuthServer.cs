namespace CephActors.Auth;

/// <summary>Authenticates those who connect over protocol 2. Ceph: <c>src/auth/AuthServer.h</c>.</summary>
internal interface IAuthServer
{
    /// <summary>Begins the exchange of one socket.</summary>
    public AuthServerExchange Begin();
}

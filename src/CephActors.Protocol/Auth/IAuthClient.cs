namespace CephActors.Auth;

/// <summary>Authenticates the connecting side of protocol 2 connections. Ceph: <c>src/auth/AuthClient.h</c>.</summary>
internal interface IAuthClient
{
    /// <summary>Begins the exchange of one socket.</summary>
    /// <param name="peerType">What is dialled.</param>
    /// <param name="peer">Where; tells monitors apart.</param>
    public AuthClientExchange Begin(EntityType peerType, EntityAddressVector peer);
}

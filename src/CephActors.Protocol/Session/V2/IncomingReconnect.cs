using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Session.V2;

/// <summary>A v2 peer that wants to go on with a session, and who it has proved to be on its socket.</summary>
internal sealed record IncomingReconnect(SessionReconnect Reconnect, AuthenticatedPeer? Identity = null) : IncomingRequest(Reconnect.Addresses)
{
    /// <inheritdoc/>
    public override MessengerProtocol Version => MessengerProtocol.V2;

    /// <inheritdoc/>
    public override ulong ConnectSeq => Reconnect.ConnectSeq;

    /// <inheritdoc/>
    public override ulong GlobalSeq => Reconnect.GlobalSeq;
}

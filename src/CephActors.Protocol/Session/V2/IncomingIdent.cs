using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Session.V2;

/// <summary>A v2 peer that asks for a new session, and who it has proved to be on its socket.</summary>
internal sealed record IncomingIdent(ClientIdent Ident, AuthenticatedPeer? Identity = null) : IncomingRequest(Ident.Addresses)
{
    /// <inheritdoc/>
    public override MessengerProtocol Version => MessengerProtocol.V2;

    /// <inheritdoc/>
    public override ulong ConnectSeq => 0;

    /// <inheritdoc/>
    public override ulong GlobalSeq => Ident.GlobalSeq;
}

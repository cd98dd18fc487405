using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Session.V1;

/// <summary>What a v1 peer asks for, and the challenge it was given on its socket.</summary>
internal sealed record IncomingConnect(ConnectMessage Connect, EntityAddressVector PeerAddresses, ulong? PendingChallenge)
    : IncomingRequest(PeerAddresses)
{
    /// <inheritdoc/>
    public override MessengerProtocol Version => MessengerProtocol.V1;

    /// <inheritdoc/>
    public override ulong ConnectSeq => Connect.ConnectSeq;

    /// <inheritdoc/>
    public override ulong GlobalSeq => Connect.GlobalSeq;
}

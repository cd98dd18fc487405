using CephActors.Framing;

namespace CephActors.Session.V1;

/// <summary>A session over protocol v1. Ceph: <c>src/msg/async/ProtocolV1.cc</c>.</summary>
internal sealed class V1Protocol : SessionProtocol
{
    /// <summary>The features agreed on the last socket that got so far.</summary>
    public ulong Agreed { get; set; }

    /// <inheritdoc/>
    public override MessengerProtocol Version => MessengerProtocol.V1;

    /// <inheritdoc/>
    public override bool BacksOffWhenAccepting => false;

    /// <inheritdoc/>
    public override EntityAddress TargetOf(EntityAddressVector peer) =>
        peer.TryGetLegacy(out var legacy) ? legacy : peer[0].WithType(EntityAddressType.Legacy);

    /// <inheritdoc/>
    public override SessionMachine.SocketHandshake Connect(SessionMachine session) => new V1Connector(session, this);

    /// <inheritdoc/>
    public override SessionMachine.SocketHandshake Accept(SessionMachine session) => new V1Acceptor(session, this, adopted: null);

    /// <inheritdoc/>
    public override SessionMachine.SocketHandshake Adopt(SessionMachine session, IncomingRequest request) =>
        new V1Acceptor(session, this, (IncomingConnect)request);

    /// <inheritdoc/>
    public override AcceptDecision Decide(SessionMachine session, IncomingRequest request)
    {
        var incoming = (IncomingConnect)request;
        var policy = session.Policy;
        var existing = new ExistingSession(
            session.State, session.Replacing, session.ConnectSeq, session.PeerGlobalSeq, policy.Lossy, policy.Server, policy.ResetCheck);
        var peerIsBelow = request.PeerAddresses[0].CompareTo(session.Context.Addresses.Legacy) < 0;
        return AcceptorTable.Decide(existing, incoming.Connect.ConnectSeq, incoming.Connect.GlobalSeq, peerIsBelow);
    }

    /// <summary>A lossy connector tries again until its banner has left, and dies of whatever comes then.</summary>
    public override bool LossyRetries(SessionState state, HandshakeStep step) => step is HandshakeStep.Dialing or HandshakeStep.Greeting;

    /// <inheritdoc/>
    public override ulong NextConnectSeq(ulong connectSeq, bool opened) => opened ? connectSeq + 1 : connectSeq;

    /// <summary>Between peers that know MSG_AUTH numbers start anywhere.</summary>
    public override ulong Reset(SessionContext context) =>
        CephFeatures.HasFeature(Agreed, CephFeatures.MsgAuth) ? context.Random() & 0x7fffffff : 0;
}

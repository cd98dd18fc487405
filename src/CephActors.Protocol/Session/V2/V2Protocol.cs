using CephActors.Framing;

namespace CephActors.Session.V2;

/// <summary>A session over protocol v2: its cookies, and what its last opening settled. Ceph: <c>src/msg/async/ProtocolV2.cc</c>.</summary>
internal sealed class V2Protocol : SessionProtocol
{
    /// <summary>What every peer must have, whatever the policy: addresses that say which protocol they are for.</summary>
    public const ulong RequiredFeatures = CephFeatures.MsgAddr2;

    /// <summary>What the side that opened the session knows it by; 0 without a session, and on a lossy one.</summary>
    public ulong ClientCookie { get; set; }

    /// <summary>What the side that let the other in knows it by; 0 without a session, and on a lossy one.</summary>
    public ulong ServerCookie { get; set; }

    /// <summary>The features both sides support.</summary>
    public ulong Agreed { get; set; }

    /// <summary>The number in the peer's name.</summary>
    public long PeerGid { get; set; }

    /// <inheritdoc/>
    public override MessengerProtocol Version => MessengerProtocol.V2;

    /// <summary>The socket was a race that the peer's own attempt may still win.</summary>
    public override bool BacksOffWhenAccepting => true;

    /// <inheritdoc/>
    public override EntityAddress TargetOf(EntityAddressVector peer) => V2Address.Of(peer);

    /// <inheritdoc/>
    public override SessionMachine.SocketHandshake Connect(SessionMachine session) => new V2Connector(session, this);

    /// <inheritdoc/>
    public override SessionMachine.SocketHandshake Accept(SessionMachine session) => new V2Acceptor(session, this, adopted: null);

    /// <inheritdoc/>
    public override SessionMachine.SocketHandshake Adopt(SessionMachine session, IncomingRequest request) =>
        new V2Acceptor(session, this, request);

    /// <inheritdoc/>
    public override AcceptDecision Decide(SessionMachine session, IncomingRequest request)
    {
        var policy = session.Policy;
        var existing = new ExistingSession(
            session.State,
            session.Replacing,
            session.ConnectSeq,
            session.PeerGlobalSeq,
            ClientCookie,
            ServerCookie,
            policy.Lossy,
            policy.Server,
            policy.ResetCheck);
        var order = V2Address.Of(request.PeerAddresses).CompareTo(V2Address.Of(session.Context.Addresses.Current));
        return request switch
        {
            IncomingIdent { Ident: var ident } => IdentTable.Decide(existing, ident.GlobalSeq, ident.Cookie, peerIsBelow: order < 0),
            IncomingReconnect { Reconnect: var reconnect } => ReconnectTable.Decide(existing, reconnect, peerIsAbove: order > 0),
            _ => throw new ArgumentException($"A session over protocol v2 was asked about {request}.", nameof(request)),
        };
    }

    /// <summary>A lossy connector tries again through the whole handshake.</summary>
    public override bool LossyRetries(SessionState state, HandshakeStep step) => state is SessionState.Connecting;

    /// <summary>Counts the attempts to go on with a session; without one there is nothing to count.</summary>
    public override ulong NextConnectSeq(ulong connectSeq, bool opened) => ServerCookie == 0 ? connectSeq : connectSeq + 1;

    /// <inheritdoc/>
    public override ulong Reset(SessionContext context)
    {
        ClientCookie = ServerCookie = 0;
        return 0;
    }

    /// <summary>A cookie for a session of this policy.</summary>
    public static ulong NewCookie(SessionContext context, Policy policy)
    {
        var cookie = 0UL;
        while (cookie == 0 && !policy.Lossy)
            cookie = context.Random();
        return cookie;
    }

    /// <summary>The terms of a session that is open now.</summary>
    public SessionTerms Terms(SessionMachine session) =>
        new(Agreed, session.Policy, SigningKey: null, new EntityName(session.PeerType, PeerGid));
}

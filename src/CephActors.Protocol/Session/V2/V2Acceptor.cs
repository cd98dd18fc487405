using CephActors.Auth;
using CephActors.Framing.V2;

namespace CephActors.Session.V2;

/// <summary>The acceptor's side of the v2 handshake. Ceph: <c>ProtocolV2</c>, "server protocol".</summary>
internal sealed class V2Acceptor : V2Handshake, IAcceptorHandshake
{
    private readonly bool _adopted;
    private AuthServerExchange? _auth;
    private AuthenticatedPeer? _identity;
    private IncomingRequest? _request;

    /// <param name="session">The session whose socket it is.</param>
    /// <param name="protocol">What is known of it.</param>
    /// <param name="adopted">What the peer said to the session that had the socket before; null on a new socket.</param>
    public V2Acceptor(SessionMachine session, V2Protocol protocol, IncomingRequest? adopted)
        : base(session, protocol)
    {
        _adopted = IsSettled = adopted is not null;
        _request = adopted;
    }

    /// <inheritdoc/>
    protected override EntityAddress PeerAsSeen => Session.RemoteSocket;

    /// <inheritdoc/>
    public bool OpensIfAlone => _request is IncomingIdent;

    /// <inheritdoc/>
    public override void Begin()
    {
        if (_adopted)
            Accept();
        else
            Greet();
    }

    /// <inheritdoc/>
    public void OnNoExisting()
    {
        if (OpensIfAlone)
            Accept();
        else
            Refuse(new SessionReset(Full: true), "peer continues a session that we do not have");
    }

    /// <inheritdoc/>
    public void OnDeclined(AcceptDecision decision)
    {
        switch (decision.Verdict)
        {
            case AcceptVerdict.RetryGlobal:
                Ask(new SessionRetryGlobal(decision.Seq), HandshakeStep.Ident);
                break;
            case AcceptVerdict.RetrySession:
                Ask(new SessionRetry(decision.Seq), HandshakeStep.Ident);
                break;
            case AcceptVerdict.ResetSession:
                Refuse(new SessionReset(Full: true), "peer continues a session that is another one here");
                break;
            case AcceptVerdict.RestartSession:
                Refuse(new SessionReset(Full: false), "peer continues a session that was not established here");
                break;
            case AcceptVerdict.Wait:
                Ask(new Wait(), HandshakeStep.Ident);
                break;
            case AcceptVerdict.Stale:
                Stop($"peer asks with a global_seq below {decision.Seq}: a newer attempt has overtaken this one", SessionLogLines.SocketLost);
                break;
            default:
                throw new InvalidOperationException($"A v2 peer cannot be told {decision.Verdict}.");
        }
    }

    /// <summary>The answer was sent. Ceph: <c>ProtocolV2::server_ready</c>.</summary>
    public override void OnWritten()
    {
        EndReplacing();
        Open(Protocol.Terms(Session), raise: null);
    }

    /// <inheritdoc/>
    protected override bool TryMeet(EntityType type)
    {
        TakePeerType(type);
        return true;
    }

    /// <inheritdoc/>
    protected override void Authenticate()
    {
        _auth = Context.AuthServer?.Begin();
        if (_auth is null)
            Fault("no authentication is set up for protocol v2");
        else
            Listen(HandshakeStep.Auth);
    }

    /// <inheritdoc/>
    protected override void OnTrusted() => Listen(HandshakeStep.Ident);

    /// <inheritdoc/>
    protected override bool TryHear(IHandshakePayload payload)
    {
        switch (Session.Handshake, payload)
        {
            case (HandshakeStep.Auth, AuthRequest e):
                Take(_auth!.OnRequest(Session.PeerType, (uint)e.Method, [.. e.PreferredModes.Select(m => (uint)m)], e.Payload.Span));
                return true;
            case (HandshakeStep.Auth, AuthRequestMore e): Take(_auth!.OnRequestMore(e.Payload.Span)); return true;
            case (HandshakeStep.Ident, ClientIdent e): OnClientIdent(e); return true;
            case (HandshakeStep.Ident, SessionReconnect e): OnReconnect(e); return true;
            default: return false;
        }
    }

    private void Take(AuthServerStep step)
    {
        switch (step)
        {
            case AuthServerStep.BadMethod e:
                Report(SessionLogLines.PeerRefused, FrameTag.AuthBadMethod, e.Reason);
                Ask(new AuthBadMethod((AuthMethod)e.Method, e.Result, e.AllowedMethods, e.AllowedModes), HandshakeStep.Auth);
                break;
            case AuthServerStep.ReplyMore e:
                Ask(new AuthReplyMore(e.Payload), HandshakeStep.Auth);
                break;
            case AuthServerStep.Done e:
                _identity = e.Peer;
                Say(new AuthDone(e.Result.GlobalId, e.Result.Mode, e.Payload));
                Settle(e.Result, connector: false);
                break;
            case AuthServerStep.Close e:
                Fault($"peer cannot be authenticated: {e.Reason}");
                break;
        }
    }

    private void OnClientIdent(ClientIdent ident)
    {
        var missing = RequiredFeatures & ~ident.Supported;
        if (!Context.Addresses.Current.Contains(ident.Target))
            Fault($"peer looks for {ident.Target}, we are {Context.Addresses.Current}");
        else if (!TryTakePeer(ident.Addresses))
            Fault("peer does not say who it is");
        else if (missing != 0)
            Refuse(new IdentMissingFeatures(missing), $"peer lacks required features {missing:x16}", SessionLogLines.PeerRefused);
        else if (TryStayAnonymous(_request = new IncomingIdent(ident, _identity)))
            Accept();
    }

    private void OnReconnect(SessionReconnect reconnect)
    {
        if (TryTakePeer(reconnect.Addresses))
            LookUp(_request = new IncomingReconnect(reconnect, _identity));
        else
            Fault("peer does not say who it is");
    }

    private bool TryTakePeer(EntityAddressVector addresses)
    {
        if (addresses.Count == 0 || addresses[0] == default)
            return false;
        Take(addresses);
        return true;
    }

    private void Refuse(IHandshakePayload answer, string reason, LogLine? what = null)
    {
        Report(what ?? SessionLogLines.SessionUnknown, answer.Tag, reason);
        Ask(answer, HandshakeStep.Ident);
    }

    /// <summary>As in Ceph, and other than over v1, the session counts from here on, also if the answer gets lost.</summary>
    private void Accept()
    {
        if (_request is IncomingReconnect reconnect)
        {
            TakeIdentity(reconnect.Identity);
            GoOn(reconnect.Reconnect);
        }
        else
        {
            var ident = (IncomingIdent)_request!;
            TakeIdentity(ident.Identity);
            Start(ident.Ident);
        }

        KeepFromNowOn();
        AwaitAnswered();
    }

    /// <summary>A new session. Ceph: <c>ProtocolV2::send_server_ident</c>.</summary>
    private void Start(ClientIdent ident)
    {
        Session.Queues.DiscardRequeuedUpTo(0);
        Session.Queues.RestartReceiving();
        Protocol.ServerCookie = V2Protocol.NewCookie(Context, Session.Policy);
        Protocol.ClientCookie = Session.Policy.Lossy ? 0 : ident.Cookie;
        Protocol.Agreed = OwnFeatures & ident.Supported;
        Protocol.PeerGid = ident.Gid;
        Take(connectSeq: 0, peerGlobalSeq: ident.GlobalSeq);
        Agree(Protocol.Terms(Session));
        Emit(new SessionEffect.Raise(SessionEvent.Accept, string.Empty));
        Say(new ServerIdent(
            Context.Addresses.Current, Context.Name.Num, Context.GlobalSeq.Next(), OwnFeatures, RequiredFeatures, OwnFlags, Protocol.ServerCookie));
    }

    /// <summary>The session there is. Ceph: <c>ProtocolV2::send_reconnect_ok</c>.</summary>
    private void GoOn(SessionReconnect reconnect)
    {
        Session.Queues.DiscardRequeuedUpTo(reconnect.MessageSeq);
        Take(connectSeq: reconnect.ConnectSeq, peerGlobalSeq: reconnect.GlobalSeq);
        Agree(Protocol.Terms(Session));
        Emit(new SessionEffect.Raise(SessionEvent.Accept, string.Empty));
        Say(new SessionReconnectOk(Session.Queues.InSeq));
    }
}

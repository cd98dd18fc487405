using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Session.V1;

/// <summary>The acceptor's side of the v1 handshake. Ceph: <c>ProtocolV1</c>, "server protocol".</summary>
internal sealed class V1Acceptor : SessionMachine.SocketHandshake, IAcceptorHandshake
{
    private readonly V1Protocol _protocol;
    private readonly bool _adopted;
    private ConnectMessage _request;
    private ulong? _pendingChallenge;
    private CryptoKey? _sessionKey;
    private byte[] _authorizerReply = [];

    /// <param name="session">The session whose socket it is.</param>
    /// <param name="protocol">What is known of it.</param>
    /// <param name="adopted">What the peer said to the session that had the socket before; null on a new socket.</param>
    public V1Acceptor(SessionMachine session, V1Protocol protocol, IncomingConnect? adopted)
        : base(session)
    {
        _protocol = protocol;
        _adopted = adopted is not null;
        _request = adopted?.Connect ?? default;
        _pendingChallenge = adopted?.PendingChallenge;
    }

    private ulong OwnFeatures => Session.Policy.FeaturesSupported;

    private bool AnswersWithSequence => CephFeatures.HasFeature(_request.Features, CephFeatures.ReconnectSeq) && !Session.PeerReset;

    private ulong RequiredFeatures =>
        _request.AuthorizerProtocol == (uint)AuthMethod.Cephx
            ? Session.Policy.FeaturesRequired | Context.CephxRequiredFeatures(Session.PeerType)
            : Session.Policy.FeaturesRequired;

    /// <inheritdoc/>
    public override void Begin()
    {
        if (_adopted)
        {
            // The peer asks again with a newer global_seq on the same socket and is let in then, as Ceph's own acceptor has it.
            Reply(MessengerTag.RetryGlobal, globalSeq: Session.PeerGlobalSeq);
            AwaitConnect();
            return;
        }

        Write(new ServerHello(Context.Addresses.Legacy, Session.RemoteSocket).Encode());
        Expect(Expectation.ClientHello);
    }

    /// <inheritdoc/>
    public override void OnFrame(object frame)
    {
        switch (Session.Handshake, frame)
        {
            case (HandshakeStep.Banner, ClientHello hello): OnHello(hello); break;
            case (HandshakeStep.Connect, ConnectFrame connect): OnConnect(connect); break;
            case (HandshakeStep.Sequence, SequenceFrame sequence): OnSequence(sequence); break;
        }
    }

    /// <summary>Rows 0a and 0b of the table.</summary>
    public bool OpensIfAlone => _request.ConnectSeq == 0 || Session.Replacing;

    /// <inheritdoc/>
    public void OnNoExisting()
    {
        if (OpensIfAlone)
            Accept();
        else
            Refuse(MessengerTag.ResetSession, "peer continues a session that we do not have", SessionLogLines.SessionUnknown);
    }

    /// <inheritdoc/>
    public void OnDeclined(AcceptDecision decision)
    {
        switch (decision.Verdict)
        {
            case AcceptVerdict.RetryGlobal:
                Reply(MessengerTag.RetryGlobal, globalSeq: decision.Seq);
                AwaitConnect();
                break;
            case AcceptVerdict.RetrySession:
                Reply(MessengerTag.RetrySession, connectSeq: decision.Seq);
                AwaitConnect();
                break;
            case AcceptVerdict.ResetSession:
                Refuse(MessengerTag.ResetSession, "peer continues a session that was reset here", SessionLogLines.SessionUnknown);
                break;
            case AcceptVerdict.Wait:
                Reply(MessengerTag.Wait);
                AwaitConnect();
                break;
            default:
                throw new InvalidOperationException($"A v1 peer cannot be told {decision.Verdict}.");
        }
    }

    /// <summary>The answer was sent. Ceph: <c>ProtocolV1::handle_ready_connect_message_reply_write</c>.</summary>
    public override void OnWritten()
    {
        KeepFromNowOn();
        if (AnswersWithSequence)
        {
            Emit(new SessionEffect.Raise(SessionEvent.Accept, string.Empty));
            Await(HandshakeStep.Sequence);
            Expect(Expectation.Sequence);
            return;
        }

        // A peer that is not asked what it has sends everything again under the numbers it had. Ceph starts the numbers anew for
        // every such peer, who then drops what comes under numbers it has seen and is let in twice with what it repeats.
        if (Session.PeerReset)
        {
            Session.Queues.DiscardRequeuedUpTo(0);
            Session.Queues.RestartReceiving();
        }

        Open(TermsNow(), SessionEvent.Accept);
    }

    private void OnHello(ClientHello hello)
    {
        // A peer that does not know its IP yet is known by the one its socket shows.
        var peer = hello.Client.IsBlankAddress && Session.RemoteSocket.Address is { } ip ? hello.Client.WithAddress(ip) : hello.Client;
        Take(new EntityAddressVector(peer.WithType(EntityAddressType.Legacy)));
        AwaitConnect();
    }

    private void AwaitConnect()
    {
        Await(HandshakeStep.Connect);
        Expect(Expectation.Connect);
    }

    private void OnConnect(ConnectFrame frame)
    {
        _request = frame.Connect;
        TakePeerType(_request.HostType);

        var version = ProtocolVersions.For(Context.Name.Type, Session.PeerType, connector: false);
        if (_request.ProtocolVersion != version)
        {
            Refuse(MessengerTag.BadProtocolVersion, $"peer speaks protocol version {_request.ProtocolVersion}, we speak {version}");
            return;
        }

        var missing = RequiredFeatures & ~_request.Features;
        if (missing != 0)
        {
            Refuse(MessengerTag.Features, $"peer lacks required features {missing:x16}");
            return;
        }

        if (Authenticate(frame) && TryStayAnonymous(new IncomingConnect(_request, Session.PeerAddresses, _pendingChallenge)))
            Accept();
    }

    private bool Authenticate(ConnectFrame frame)
    {
        var verdict = Context.AuthorizerVerifier.Verify(Session.PeerType, _request.AuthorizerProtocol, frame.Authorizer, ref _pendingChallenge);
        switch (verdict.Outcome)
        {
            case AuthorizerOutcome.Accepted:
                _sessionKey = verdict.SessionKey;
                _authorizerReply = verdict.Reply;
                return true;
            case AuthorizerOutcome.Challenge:
                Reply(MessengerTag.ChallengeAuthorizer, authorizer: verdict.Reply);
                AwaitConnect();
                return false;
            default:
                Refuse(MessengerTag.BadAuthorizer, $"authorizer refused: {verdict.Reason}");
                return false;
        }
    }

    /// <summary>Opens the session on this socket. Ceph: <c>ProtocolV1::open</c>.</summary>
    private void Accept()
    {
        Take(connectSeq: _request.ConnectSeq + 1, peerGlobalSeq: _request.GlobalSeq);
        _protocol.Agreed = OwnFeatures & _request.Features;
        Agree(TermsNow());
        var sequence = AnswersWithSequence;
        Reply(
            sequence ? MessengerTag.Sequence : MessengerTag.Ready,
            globalSeq: Context.GlobalSeq.Next(),
            connectSeq: Session.ConnectSeq,
            authorizer: _authorizerReply);
        if (sequence)
            Write(new SequenceFrame(Session.Queues.InSeq).Encode());
        EndReplacing();
        AwaitAnswered();
    }

    private void OnSequence(SequenceFrame sequence)
    {
        Session.Queues.DiscardRequeuedUpTo(sequence.Seq);
        Open(TermsNow(), raise: null);
    }

    private SessionTerms TermsNow() => V1Terms.Of(Session, Context, _protocol.Agreed, _sessionKey);

    private void Refuse(MessengerTag tag, string reason, LogLine? what = null)
    {
        Report(what ?? SessionLogLines.PeerRefused, tag, reason);
        Reply(tag);
        AwaitConnect();
    }

    private void Reply(MessengerTag tag, ulong globalSeq = 0, ulong connectSeq = 0, byte[]? authorizer = null)
    {
        var opens = tag is MessengerTag.Ready or MessengerTag.Sequence;
        var reply = new ConnectReply(
            tag,
            opens ? OwnFeatures : (_request.Features & OwnFeatures) | RequiredFeatures,
            (uint)globalSeq,
            (uint)connectSeq,
            ProtocolVersions.For(Context.Name.Type, Session.PeerType, connector: false),
            opens && Session.Policy.Lossy ? ConnectReply.LossyFlag : (byte)0);
        Write(new ConnectReplyFrame(reply, authorizer ?? []).Encode());
    }
}

using System.Buffers.Binary;
using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Session;

/// <summary>The acceptor's side of the handshake. Ceph: <c>ProtocolV1</c>, "server protocol".</summary>
internal sealed partial class SessionMachine
{
    private ConnectMessage _request;

    private void OnAccepted(SessionInput.SocketAccepted accepted)
    {
        Incarnation = accepted.Incarnation;
        RemoteSocket = accepted.RemoteSocket;
        Enter(SessionState.Accepting, HandshakeStep.Banner);
        Emit(new SessionEffect.StartTimer(SessionTimer.Ready, _context.ReadyTimeout));
        Emit(new SessionEffect.Write(new ServerHello(_context.Addresses.Legacy, RemoteSocket).Encode()));
        Emit(new SessionEffect.Expect(Expectation.ClientHello));
    }

    private void OnClientHello(ClientHello hello)
    {
        // A peer that does not know its IP yet is known by the one its socket shows.
        var peer = hello.Client.IsBlankAddress && RemoteSocket.Address is { } ip ? hello.Client.WithAddress(ip) : hello.Client;
        PeerAddresses = new EntityAddressVector(peer.WithType(EntityAddressType.Legacy));
        AwaitConnect();
    }

    private void AwaitConnect()
    {
        Enter(SessionState.Accepting, HandshakeStep.Connect);
        Emit(new SessionEffect.Expect(Expectation.Connect));
    }

    private void OnConnect(ConnectFrame frame)
    {
        _request = frame.Connect;
        PeerType = _request.HostType;
        Policy = _context.Policies.For(PeerType);

        var version = ProtocolVersions.For(_context.Name.Type, PeerType, connector: false);
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

        if (Authenticate(frame))
            Register();
    }

    private ulong RequiredFeatures =>
        _request.AuthorizerProtocol == (uint)AuthMethod.Cephx
            ? Policy.FeaturesRequired | _context.CephxRequiredFeatures(PeerType)
            : Policy.FeaturesRequired;

    private byte[] _authorizerReply = [];

    private bool Authenticate(ConnectFrame frame)
    {
        var verdict = _context.AuthorizerVerifier.Verify(PeerType, _request.AuthorizerProtocol, frame.Authorizer, ref _pendingChallenge);
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

    private void Register()
    {
        if (Policy is { Server: true, Lossy: true, RegisterLossyClients: false })
        {
            Anonymous = true;
            Accept();
            return;
        }

        Handshake = HandshakeStep.Lookup;
        LookUp();
    }

    private void LookUp() =>
        Emit(new SessionEffect.LookUp(new IncomingRequest(_request, PeerAddresses, _pendingChallenge), Register: OpensIfAlone));

    /// <summary>Rows 0a and 0b of the table: whether a session opens if no other connection of this peer is there.</summary>
    private bool OpensIfAlone => _request.ConnectSeq == 0 || Replacing;

    private void OnNoExisting()
    {
        if (OpensIfAlone)
            Accept();
        else
            Refuse(MessengerTag.ResetSession, "peer continues a session that we do not have", SessionLogLines.SessionUnknown);
    }

    private void OnExistingAnswered(AcceptDecision decision)
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
            case AcceptVerdict.Open or AcceptVerdict.ReplaceLossy:
                // The address is free now: ask for it again.
                LookUp();
                break;
            default:
                // The existing session has our socket; nothing of this one is left.
                Stop("socket handed to the existing session", SessionEvent.Reset);
                break;
        }
    }

    /// <summary>Opens the session on this socket. Ceph: <c>ProtocolV1::open</c>.</summary>
    private void Accept()
    {
        ConnectSeq = _request.ConnectSeq + 1;
        PeerGlobalSeq = _request.GlobalSeq;
        _agreed = OwnFeatures & _request.Features;
        Replacing = false;
        Agree();
        var sequence = AnswersWithSequence;
        Reply(
            sequence ? MessengerTag.Sequence : MessengerTag.Ready,
            globalSeq: _context.GlobalSeq.Next(),
            connectSeq: ConnectSeq,
            authorizer: _authorizerReply);
        if (sequence)
            Emit(new SessionEffect.Write(EncodeSequence(Queues.InSeq)));
        Handshake = HandshakeStep.Answer;
    }

    private bool AnswersWithSequence => CephFeatures.HasFeature(_request.Features, CephFeatures.ReconnectSeq) && !PeerReset;

    /// <summary>The answer was sent. Ceph: <c>ProtocolV1::handle_ready_connect_message_reply_write</c>.</summary>
    private void Answered()
    {
        // The peer may take the session for open as soon as it has our answer: what it holds is not to be forgotten from here on.
        _onceReady = true;
        if (AnswersWithSequence)
        {
            Emit(new SessionEffect.Raise(SessionEvent.Accept, string.Empty));
            Handshake = HandshakeStep.Sequence;
            Emit(new SessionEffect.Expect(Expectation.Sequence));
            return;
        }

        // A peer that is not asked what it has sends everything again under the numbers it had. Ceph starts the numbers anew for
        // every such peer, who then drops what comes under numbers it has seen and is let in twice with what it repeats.
        if (PeerReset)
        {
            Queues.DiscardRequeuedUpTo(0);
            Queues.RestartReceiving();
        }

        Open(SessionEvent.Accept);
    }

    private void Refuse(MessengerTag tag, string reason, LogLine? what = null)
    {
        Report(what ?? SessionLogLines.PeerRefused, tag, reason);
        Reply(tag);
        AwaitConnect();
    }

    private void Reply(MessengerTag tag, uint globalSeq = 0, uint connectSeq = 0, byte[]? authorizer = null)
    {
        authorizer ??= [];
        var opens = tag is MessengerTag.Ready or MessengerTag.Sequence;
        var reply = new ConnectReply(
            tag,
            opens ? OwnFeatures : (_request.Features & OwnFeatures) | RequiredFeatures,
            globalSeq,
            connectSeq,
            ProtocolVersions.For(_context.Name.Type, PeerType, connector: false),
            opens && Policy.Lossy ? ConnectReply.LossyFlag : (byte)0);
        Emit(new SessionEffect.Write(new ConnectReplyFrame(reply, authorizer).Encode()));
    }

    private static byte[] EncodeSequence(ulong sequence)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, sequence);
        return bytes;
    }
}

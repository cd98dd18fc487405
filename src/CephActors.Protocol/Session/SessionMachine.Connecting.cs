using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Session;

/// <summary>The connector's side of the handshake. Ceph: <c>ProtocolV1</c>, "client protocol".</summary>
internal sealed partial class SessionMachine
{
    private bool _lossyAgreed;

    /// <summary>The address dialled: the first entry that speaks v1.</summary>
    private EntityAddress Target =>
        PeerAddresses.TryGetLegacy(out var legacy) ? legacy : PeerAddresses[0].WithType(EntityAddressType.Legacy);

    private void RequestConnect()
    {
        if (State is SessionState.None || (State is SessionState.Standby && !Policy.Server))
            Dial();
    }

    private void Dial()
    {
        GlobalSeq = _context.GlobalSeq.Next();
        Incarnation++;
        Enter(SessionState.Connecting, HandshakeStep.Dialing);
        Emit(new SessionEffect.Dial(Incarnation, Target));
    }

    private void OnConnected()
    {
        Handshake = HandshakeStep.Greeting;
        Emit(new SessionEffect.StartTimer(SessionTimer.Ready, _context.ReadyTimeout));
        Emit(new SessionEffect.Write(Banner.Bytes.ToArray()));
        Emit(new SessionEffect.Expect(Expectation.ServerHello));
    }

    private void OnServerHello(ServerHello hello)
    {
        if (!IsDialled(hello.Server))
        {
            Fault($"peer at {Target} claims to be {hello.Server}", ReportLevel.Warning);
            return;
        }

        if (_context.LearnAddress)
            Emit(new SessionEffect.Learned(hello.ClientAsSeen));
        _authorizer = OffersAuthorizer ? _context.AuthorizerSource?.Create(PeerType) : null;
        var own = _context.LearnAddress ? SeenAs(hello.ClientAsSeen) : _context.Addresses.Legacy;
        Emit(new SessionEffect.Write(new ClientHello(own).EncodeAddress()));
        SendConnect();
    }

    /// <summary>A connector authenticates to a monitor with messages, unless it is a monitor itself.</summary>
    private bool OffersAuthorizer => PeerType is not EntityType.Mon || _context.Name.Type is EntityType.Mon;

    /// <summary>The claim must be the address dialled, or leave the IP open. Ceph: <c>handle_server_banner_and_identify</c>.</summary>
    private bool IsDialled(EntityAddress claim) =>
        claim.Nonce == Target.Nonce && claim.Port == Target.Port
        && (claim.IsBlankAddress || Equals(claim.Address, Target.Address));

    /// <summary>Our address as it will be once the host has learned it; the learning itself is an effect and comes later.</summary>
    private EntityAddress SeenAs(EntityAddress seen)
    {
        var own = _context.Addresses.Legacy;
        return own.IsBlankAddress && seen.Address is not null ? own.WithAddress(seen.Address) : own;
    }

    private void SendConnect()
    {
        var authorizer = _authorizer?.Bytes ?? [];
        var connect = new ConnectMessage(
            OwnFeatures,
            _context.Name.Type,
            GlobalSeq,
            ConnectSeq,
            ProtocolVersions.For(_context.Name.Type, PeerType, connector: true),
            _authorizer?.Protocol ?? 0,
            Policy.Lossy ? ConnectMessage.LossyFlag : (byte)0);
        Handshake = HandshakeStep.Connect;
        Emit(new SessionEffect.Write(new ConnectFrame(connect, authorizer).Encode()));
        Emit(new SessionEffect.Expect(Expectation.ConnectReply));
    }

    private void OnReply(ConnectReplyFrame frame)
    {
        var reply = frame.Reply;
        if (reply.Tag is not MessengerTag.ChallengeAuthorizer && frame.Authorizer.Length > 0 && !VerifyAuthorizerReply(frame))
            return;
        switch (reply.Tag)
        {
            case MessengerTag.Features:
                Fault($"peer requires features {reply.Features & ~OwnFeatures:x16} that we do not support", ReportLevel.Warning);
                break;
            case MessengerTag.BadProtocolVersion:
                Fault($"peer speaks protocol version {reply.ProtocolVersion}, we speak {ProtocolVersions.For(_context.Name.Type, PeerType, connector: true)}", ReportLevel.Warning);
                break;
            case MessengerTag.BadAuthorizer:
                _authorizer = null;
                Fault("peer refused our authorizer", ReportLevel.Warning);
                break;
            case MessengerTag.ChallengeAuthorizer:
                AnswerChallenge(frame.Authorizer);
                break;
            case MessengerTag.ResetSession:
                Report(SessionLogLines.PeerLostSession);
                ResetSession();
                SendConnect();
                break;
            case MessengerTag.RetryGlobal:
                GlobalSeq = _context.GlobalSeq.Next(reply.GlobalSeq);
                SendConnect();
                break;
            case MessengerTag.RetrySession when reply.ConnectSeq > ConnectSeq:
                ConnectSeq = reply.ConnectSeq;
                SendConnect();
                break;
            case MessengerTag.RetrySession:
                Fault($"peer asks to retry with connect_seq {reply.ConnectSeq}, ours is {ConnectSeq} already", ReportLevel.Warning);
                break;
            case MessengerTag.Wait:
                Enter(SessionState.Wait);
                Fault("peer's own connection wins the race", ReportLevel.Debug);
                break;
            case MessengerTag.Ready or MessengerTag.Sequence:
                OnReady(reply);
                break;
            default:
                Fault($"tag {reply.Tag} is no answer to a connect", ReportLevel.Warning);
                break;
        }
    }

    private bool VerifyAuthorizerReply(ConnectReplyFrame frame)
    {
        string? error = "we sent no authorizer";
        if (_authorizer is not null && _authorizer.VerifyReply(frame.Authorizer, out error))
            return true;
        Fault($"peer failed to prove that it knows our key: {error}", ReportLevel.Warning);
        return false;
    }

    private void AnswerChallenge(byte[] challenge)
    {
        if (_authorizer?.AnswerChallenge(challenge) is null)
            Fault("peer's challenge to our authorizer cannot be answered", ReportLevel.Warning);
        else
            SendConnect();
    }

    private void OnReady(ConnectReply reply)
    {
        var missing = Policy.FeaturesRequired & ~reply.Features;
        if (missing != 0)
        {
            Fault($"peer lacks required features {missing:x16}", ReportLevel.Warning);
            return;
        }

        if (reply.ConnectSeq != ConnectSeq + 1)
        {
            Fault($"peer opened with connect_seq {reply.ConnectSeq}, expected {ConnectSeq + 1}", ReportLevel.Warning);
            return;
        }

        // Ceph counts up only after the exchange of sequence numbers. The acceptor has done so with its answer: if the socket
        // is lost in between, the old number would make it take us for restarted and reset the session.
        ConnectSeq++;
        PeerGlobalSeq = reply.GlobalSeq;
        _sessionKey = _authorizer?.SessionKey;
        _agreed = OwnFeatures & reply.Features;
        _lossyAgreed = reply.IsLossy;
        if (reply.Tag is MessengerTag.Sequence)
        {
            Handshake = HandshakeStep.Sequence;
            Emit(new SessionEffect.Expect(Expectation.Sequence));
            return;
        }

        Establish();
    }

    /// <summary>The handshake is done; the acceptor's word on lossy holds from here on. Ceph: <c>client_ready</c>.</summary>
    private void Establish()
    {
        Policy = Policy with { Lossy = _lossyAgreed };
        Open(SessionEvent.Connect);
    }
}

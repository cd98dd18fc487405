using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Session.V1;

/// <summary>The connector's side of the v1 handshake. Ceph: <c>ProtocolV1</c>, "client protocol".</summary>
internal sealed class V1Connector(SessionMachine session, V1Protocol protocol) : SessionMachine.SocketHandshake(session)
{
    private AuthorizerAttempt? _authorizer;
    private ulong _features;
    private bool _lossy;

    private EntityAddress Target => protocol.TargetOf(Session.PeerAddresses);

    private ulong OwnFeatures => Session.Policy.FeaturesSupported;

    /// <inheritdoc/>
    public override void Begin()
    {
        Await(HandshakeStep.Greeting);
        Write(Banner.Bytes.ToArray());
        Expect(Expectation.ServerHello);
    }

    /// <inheritdoc/>
    public override void OnWritten() => Await(HandshakeStep.Banner);

    /// <inheritdoc/>
    public override void OnFrame(object frame)
    {
        switch (Session.Handshake, frame)
        {
            case (HandshakeStep.Greeting or HandshakeStep.Banner, ServerHello hello): OnHello(hello); break;
            case (HandshakeStep.Connect, ConnectReplyFrame reply): OnReply(reply); break;
            case (HandshakeStep.Sequence, SequenceFrame sequence): OnSequence(sequence); break;
        }
    }

    private void OnHello(ServerHello hello)
    {
        if (!IsDialled(hello.Server))
        {
            Fault($"peer at {Target} claims to be {hello.Server}");
            return;
        }

        if (Context.LearnAddress)
            Emit(new SessionEffect.Learned(hello.ClientAsSeen));
        _authorizer = OffersAuthorizer ? Context.AuthorizerSource?.Create(Session.PeerType) : null;
        var own = Context.LearnAddress ? SeenAs(hello.ClientAsSeen) : Context.Addresses.Legacy;
        Write(new ClientHello(own).EncodeAddress());
        SendConnect();
    }

    /// <summary>A connector authenticates to a monitor with messages, unless it is a monitor itself.</summary>
    private bool OffersAuthorizer => Session.PeerType is not EntityType.Mon || Context.Name.Type is EntityType.Mon;

    /// <summary>The claim must be the address dialled, or leave the IP open. Ceph: <c>handle_server_banner_and_identify</c>.</summary>
    private bool IsDialled(EntityAddress claim) =>
        claim.Nonce == Target.Nonce && claim.Port == Target.Port
        && (claim.IsBlankAddress || Equals(claim.Address, Target.Address));

    /// <summary>Our address as it will be once the host has learned it; the learning itself is an effect and comes later.</summary>
    private EntityAddress SeenAs(EntityAddress seen)
    {
        var own = Context.Addresses.Legacy;
        return own.IsBlankAddress && seen.Address is not null ? own.WithAddress(seen.Address) : own;
    }

    private void SendConnect()
    {
        var authorizer = _authorizer?.Bytes ?? [];
        var connect = new ConnectMessage(
            OwnFeatures,
            Context.Name.Type,
            (uint)Session.GlobalSeq,
            (uint)Session.ConnectSeq,
            ProtocolVersions.For(Context.Name.Type, Session.PeerType, connector: true),
            _authorizer?.Protocol ?? 0,
            Session.Policy.Lossy ? ConnectMessage.LossyFlag : (byte)0);
        Await(HandshakeStep.Connect);
        Write(new ConnectFrame(connect, authorizer).Encode());
        Expect(Expectation.ConnectReply);
    }

    private void OnReply(ConnectReplyFrame frame)
    {
        var reply = frame.Reply;
        if (reply.Tag is not MessengerTag.ChallengeAuthorizer && frame.Authorizer.Length > 0 && !VerifyAuthorizerReply(frame))
            return;
        switch (reply.Tag)
        {
            case MessengerTag.Features:
                Fault($"peer requires features {reply.Features & ~OwnFeatures:x16} that we do not support");
                break;
            case MessengerTag.BadProtocolVersion:
                Fault($"peer speaks protocol version {reply.ProtocolVersion}, we speak {ProtocolVersions.For(Context.Name.Type, Session.PeerType, connector: true)}");
                break;
            case MessengerTag.BadAuthorizer:
                Fault("peer refused our authorizer");
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
                Take(globalSeq: Context.GlobalSeq.Next(reply.GlobalSeq));
                SendConnect();
                break;
            case MessengerTag.RetrySession when reply.ConnectSeq > Session.ConnectSeq:
                Take(connectSeq: reply.ConnectSeq);
                SendConnect();
                break;
            case MessengerTag.RetrySession:
                Fault($"peer asks to retry with connect_seq {reply.ConnectSeq}, ours is {Session.ConnectSeq} already");
                break;
            case MessengerTag.Wait:
                GiveWay();
                break;
            case MessengerTag.Ready or MessengerTag.Sequence:
                OnReady(reply);
                break;
            default:
                Fault($"tag {reply.Tag} is no answer to a connect");
                break;
        }
    }

    private bool VerifyAuthorizerReply(ConnectReplyFrame frame)
    {
        string? error = "we sent no authorizer";
        if (_authorizer is not null && _authorizer.VerifyReply(frame.Authorizer, out error))
            return true;
        Fault($"peer failed to prove that it knows our key: {error}");
        return false;
    }

    private void AnswerChallenge(byte[] challenge)
    {
        if (_authorizer?.AnswerChallenge(challenge) is null)
            Fault("peer's challenge to our authorizer cannot be answered");
        else
            SendConnect();
    }

    private void OnReady(ConnectReply reply)
    {
        var missing = Session.Policy.FeaturesRequired & ~reply.Features;
        if (missing != 0)
        {
            Fault($"peer lacks required features {missing:x16}");
            return;
        }

        if (reply.ConnectSeq != Session.ConnectSeq + 1)
        {
            Fault($"peer opened with connect_seq {reply.ConnectSeq}, expected {Session.ConnectSeq + 1}");
            return;
        }

        // Ceph counts up only after the exchange of sequence numbers. The acceptor has done so with its answer: if the socket
        // is lost in between, the old number would make it take us for restarted and reset the session.
        Take(connectSeq: Session.ConnectSeq + 1, peerGlobalSeq: reply.GlobalSeq);
        protocol.Agreed = _features = OwnFeatures & reply.Features;
        _lossy = reply.IsLossy;
        if (reply.Tag is MessengerTag.Sequence)
        {
            Await(HandshakeStep.Sequence);
            Expect(Expectation.Sequence);
            return;
        }

        Establish();
    }

    private void OnSequence(SequenceFrame sequence)
    {
        Session.Queues.DiscardRequeuedUpTo(sequence.Seq);
        Write(new SequenceFrame(Session.Queues.InSeq).Encode());
        Establish();
    }

    /// <summary>The handshake is done; the acceptor's word on lossy holds from here on. Ceph: <c>client_ready</c>.</summary>
    private void Establish()
    {
        TakeLossy(_lossy);
        Open(V1Terms.Of(Session, Context, _features, _authorizer?.SessionKey), SessionEvent.Connect);
    }
}

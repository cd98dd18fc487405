using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Session.V2;

/// <summary>
/// What both sides of the v2 handshake do alike: banner, HELLO, and the signatures once the authentication is done.
/// Ceph: <c>ProtocolV2::_banner_exchange</c>, <c>handle_hello</c>, <c>finish_auth</c>.
/// </summary>
internal abstract class V2Handshake(SessionMachine session, V2Protocol protocol) : SessionMachine.SocketHandshake(session)
{
    private readonly PreAuth _preAuth = new();

    /// <summary>What is known of the session.</summary>
    protected V2Protocol Protocol => protocol;

    /// <summary>The mode is settled: frames are written as it has it, and nothing is remembered any more.</summary>
    protected bool IsSettled { get; set; }

    /// <summary>Bits the policy offers.</summary>
    protected ulong OwnFeatures => Session.Policy.FeaturesSupported;

    /// <summary>Bits a peer must offer.</summary>
    protected ulong RequiredFeatures => Session.Policy.FeaturesRequired | V2Protocol.RequiredFeatures;

    /// <summary>The flags of an ident.</summary>
    protected ulong OwnFlags => Session.Policy.Lossy ? IdentFlags.Lossy : 0;

    /// <inheritdoc/>
    public sealed override void OnFrame(object frame)
    {
        if (frame is BannerFrame banner && Session.Handshake is HandshakeStep.Banner)
            OnBanner(banner);
        else if (frame is HandshakeFrame said && Session.Handshake is not HandshakeStep.Banner)
            Hear(said);
    }

    /// <summary>The peer's address as this side sees it.</summary>
    protected abstract EntityAddress PeerAsSeen { get; }

    /// <summary>The peer says what it is; true if it may go on.</summary>
    protected abstract bool TryMeet(EntityType type);

    /// <summary>The authentication begins.</summary>
    protected abstract void Authenticate();

    /// <summary>Both sides have heard each other unchanged.</summary>
    protected abstract void OnTrusted();

    /// <summary>Takes what the peer says at a step of this side's own; false if it does not belong there.</summary>
    protected abstract bool TryHear(IHandshakePayload payload);

    /// <summary>Begins without waiting for the peer.</summary>
    protected void Greet()
    {
        Await(HandshakeStep.Banner);
        Write(_preAuth.Sent(Context.Greeting.Encode()));
        Expect(Expectation.Banner);
    }

    /// <summary>Says something.</summary>
    protected void Say(IHandshakePayload payload)
    {
        if (IsSettled)
            Emit(new SessionEffect.WriteFrame(payload));
        else
            Write(_preAuth.Sent(payload));
    }

    /// <summary>Says something and waits for an answer.</summary>
    protected void Ask(IHandshakePayload payload, HandshakeStep step)
    {
        Say(payload);
        Listen(step);
    }

    /// <summary>Waits for what the peer says next.</summary>
    protected void Listen(HandshakeStep step, FramePhase? phase = null)
    {
        Await(step);
        Expect(Expectation.Handshake, phase);
    }

    /// <summary>The authentication is done: what follows is in the mode it came to, beginning with the signatures.</summary>
    protected void Settle(AuthResult result, bool connector)
    {
        var phase = PreAuth.PhaseOf(result, connector);
        var signature = _preAuth.Close(result.SessionKey);
        IsSettled = true;
        if (phase is not null)
            Configure(phase);
        Say(signature);
        Listen(HandshakeStep.Signature, phase);
    }

    private void OnBanner(BannerFrame frame)
    {
        var (own, peer) = (Context.Greeting, frame.Banner);
        if (!Banner.AreCompatible(own, peer))
        {
            Stop($"peer supports the features {peer.Supported:x} of protocol v2 and requires {peer.Required:x}, we support {own.Supported:x}");
            return;
        }

        if (!Remember(frame.Bytes))
            return;
        _preAuth.Revision = Banner.RevisionOf(own, peer);
        var phase = new RevisionPhase(_preAuth.Revision);
        Configure(phase);
        Say(new Hello(Context.Name.Type, PeerAsSeen));
        Listen(HandshakeStep.Hello, phase);
    }

    private void Hear(HandshakeFrame frame)
    {
        var payload = frame.Payload;
        if (!IsSettled && !Remember(frame.Bytes))
            return;
        switch (Session.Handshake, payload)
        {
            case (HandshakeStep.Hello, Hello hello): OnHello(hello); break;
            case (HandshakeStep.Signature, AuthSignature signature): OnSignature(signature); break;
            default:
                if (!TryHear(payload))
                    Fault($"{payload.Tag} is not what was to come now");
                break;
        }
    }

    private bool Remember(ReadOnlyMemory<byte> bytes)
    {
        if (_preAuth.TryReceive(bytes))
            return true;
        Fault($"peer has said {Transcript.MaxLength} bytes and has not authenticated");
        return false;
    }

    private void OnHello(Hello hello)
    {
        if (Context.LearnAddress)
            Emit(new SessionEffect.Learned(hello.PeerAddress));
        if (TryMeet(hello.EntityType))
            Authenticate();
    }

    private void OnSignature(AuthSignature signature)
    {
        if (_preAuth.IsHeard(signature))
            OnTrusted();
        else
            Fault("peer's signature does not cover what we said: somebody changed the handshake, or it has another key");
    }
}

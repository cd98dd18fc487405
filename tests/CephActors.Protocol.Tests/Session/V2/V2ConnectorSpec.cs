using CephActors.Auth;
using CephActors.Framing.V2;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>The connector's side, step by step. Ceph: <c>ProtocolV2</c>, "client protocol".</summary>
public class V2ConnectorSpec
{
    private static readonly CryptoKey Key = FakeSource.Key;

    [Fact]
    public void Connector_should_walk_through_the_handshake_when_it_asks_for_a_new_session()
    {
        var probe = V2Probe.Connector(new V2Setup());

        Assert.Equal(["dial v2:10.0.0.1:6800/11"], probe.Connect().Script);
        Assert.Equal(["banner", "expect Banner"], probe.SocketConnected().Script);
        Assert.Equal(["configure RevisionPhase", "Hello", "expect Handshake RevisionPhase"], probe.Hear(Banner.Own).Script);
        Assert.Equal(["learned v2:10.0.0.2:6800/22", "AuthRequest", "expect Handshake"], probe.HearHello().Script);
        Assert.Equal(["AuthSignature", "expect Handshake"], probe.HearAuthDone().Script);
        Assert.Equal(["ClientIdent", "expect Handshake"], probe.HearSignature().Script);
        Assert.Equal(["raise Connect", "opened"], probe.HearServerIdent().Script);
        Assert.Equal(("Open", 0u, 500u, EntityName.Osd(1)), (probe.At, probe.Machine.ConnectSeq, probe.Machine.PeerGlobalSeq, probe.Machine.Terms!.Peer!.Value));
    }

    [Fact]
    public void Hello_should_name_the_own_type_and_the_address_dialled()
    {
        var probe = V2Places.Reach(V2Place.ConnectorHello, Policy.LosslessPeer);

        Assert.Equal(new Hello(EntityType.Osd, EntityAddress.Parse("v2:10.0.0.1:6800/11")), probe.Said.Single());
    }

    [Fact]
    public void Ident_should_say_who_we_are_and_whom_we_look_for()
    {
        var probe = V2Places.Reach(V2Place.ConnectorIdent, Policy.LosslessPeer with { FeaturesRequired = CephFeatures.NoSrcAddr });

        var ident = Assert.IsType<ClientIdent>(probe.Said.Single());

        Assert.Equal((V2Setup.Above, "v2:10.0.0.1:6800/11", 2L), (ident.Addresses.ToString(), ident.Target.ToString(), ident.Gid));
        Assert.Equal((1UL, CephFeatures.All, CephFeatures.NoSrcAddr | CephFeatures.MsgAddr2, 0UL), (ident.GlobalSeq, ident.Supported, ident.Required, ident.Flags));
        Assert.NotEqual(0UL, ident.Cookie);
    }

    [Fact]
    public void Ident_should_have_no_cookie_when_the_session_is_to_be_lossy()
    {
        var ident = Assert.IsType<ClientIdent>(V2Places.Reach(V2Place.ConnectorIdent, Policy.LossyClient).Said.Single());

        Assert.Equal((0UL, IdentFlags.Lossy), (ident.Cookie, ident.Flags));
    }

    [Fact]
    public void Terms_should_be_what_both_sides_support()
    {
        var probe = V2Places.Reach(V2Place.ConnectorIdent, Policy.LosslessPeer);

        probe.HearServerIdent(supported: CephFeatures.All & ~CephFeatures.NoSrcAddr);

        Assert.Equal(CephFeatures.All & ~CephFeatures.NoSrcAddr, probe.Machine.Terms!.Features);
    }

    [Fact]
    public void Connector_should_fault_when_the_peer_requires_features_it_lacks()
    {
        var probe = V2Places.Reach(V2Place.ConnectorIdent, Policy.LosslessClient);

        Assert.Equal("Connecting/Backoff", probe.Hear(new IdentMissingFeatures(1)).At);
    }

    [Fact]
    public void Cookie_should_stay_when_an_attempt_fails()
    {
        var probe = V2Places.Reach(V2Place.ConnectorIdent, Policy.LosslessClient);
        var first = Assert.IsType<ClientIdent>(probe.Said.Single());

        V2Places.Shake(probe.Lost().Backoff());

        var second = Assert.IsType<ClientIdent>(probe.Said.Single());
        Assert.Equal((first.Cookie, first.GlobalSeq + 1), (second.Cookie, second.GlobalSeq));
    }

    [Fact]
    public void Cookie_should_stay_when_the_connection_becomes_disposable_between_two_attempts()
    {
        // The acceptor may make the session lossless all the same: both have to know it by the same cookie then.
        var probe = V2Places.Reach(V2Place.ConnectorIdent, Policy.LosslessPeer).Enqueue();
        var cookie = Assert.IsType<ClientIdent>(probe.Said.Single()).Cookie;

        V2Places.Shake(probe.Lost().Step(new SessionInput.MarkDisposable()).Backoff());

        var second = Assert.IsType<ClientIdent>(probe.Said.Single());
        Assert.Equal((cookie, IdentFlags.Lossy), (second.Cookie, second.Flags));
        Assert.Equal(cookie, probe.Protocol.ClientCookie);
    }

    [Fact]
    public void Reconnect_should_name_cookies_and_what_was_received_when_there_is_a_session()
    {
        var probe = V2Places.Reach(V2Place.ConnectorOpen, Policy.LosslessPeer).Receive(5).Enqueue();
        var cookie = probe.Protocol.ClientCookie;

        V2Places.Shake(probe.Lost());

        var said = Assert.IsType<SessionReconnect>(probe.Said.Single());
        Assert.Equal((cookie, 0x51UL, 1UL, 2UL, 5UL), (said.ClientCookie, said.ServerCookie, said.ConnectSeq, said.GlobalSeq, said.MessageSeq));
    }

    [Fact]
    public void Peer_should_get_what_it_lacks_when_it_goes_on_with_the_session()
    {
        var probe = V2Places.Reach(V2Place.ConnectorOpen, Policy.LosslessPeer).Enqueue(3);
        probe.WriteAll();
        V2Places.Shake(probe.Lost());

        Assert.Equal(["raise Connect", "opened"], probe.Hear(new SessionReconnectOk(2)).Script);

        Assert.Equal([(3, 3)], probe.WriteAll());
    }

    [Fact]
    public void Session_should_be_reset_when_the_peer_has_lost_it()
    {
        var probe = V2Places.Reach(V2Place.ConnectorReconnect, Policy.LosslessPeer);
        var cookie = probe.Protocol.ClientCookie;

        Assert.Equal(["discard", "raise RemoteReset", "ClientIdent", "expect Handshake"], probe.Hear(new SessionReset(Full: true)).Script);

        Assert.Equal((0, 0UL), (probe.Machine.Queues.Queued, probe.Machine.ConnectSeq));
        Assert.NotEqual(cookie, Assert.IsType<ClientIdent>(probe.Said.Single()).Cookie);
    }

    [Fact]
    public void Queue_and_cookie_should_stay_when_the_peer_never_had_the_session()
    {
        var probe = V2Places.Reach(V2Place.ConnectorReconnect, Policy.LosslessPeer).Receive(4);
        var cookie = probe.Protocol.ClientCookie;

        Assert.Equal(["ClientIdent", "expect Handshake"], probe.Hear(new SessionReset(Full: false)).Script);

        Assert.Equal((1, 0UL, 0UL), (probe.Machine.Queues.Queued, probe.Machine.ConnectSeq, probe.Machine.Queues.InSeq));
        Assert.True(probe.Machine.PeerReset);
        Assert.Equal(cookie, Assert.IsType<ClientIdent>(probe.Said.Single()).Cookie);
    }

    [Fact]
    public void Connector_should_ask_again_with_what_it_is_told_when_it_is_to_retry()
    {
        var probe = V2Places.Reach(V2Place.ConnectorReconnect, Policy.LosslessPeer);

        Assert.Equal(9u, Assert.IsType<SessionReconnect>(probe.Hear(new SessionRetry(8)).Said.Single()).ConnectSeq);
        Assert.Equal(78u, Assert.IsType<SessionReconnect>(probe.Hear(new SessionRetryGlobal(77)).Said.Single()).GlobalSeq);
        Assert.Equal("Connecting/Reconnect", probe.At);
    }

    [Theory]
    [InlineData(true, ulong.MaxValue)]
    [InlineData(false, ulong.MaxValue)]
    [InlineData(false, uint.MaxValue)]
    public void Connector_should_fault_when_it_is_told_numbers_that_lead_nowhere(bool connectSeq, ulong number)
    {
        var probe = V2Places.Reach(V2Place.ConnectorReconnect, Policy.LosslessClient);

        probe.Hear(connectSeq ? new SessionRetry(number) : new SessionRetryGlobal(number));

        Assert.Equal("Connecting/Backoff", probe.At);
    }

    [Theory]
    [InlineData("[v2:10.0.0.9:6800/11]", CephFeatures.All)]
    [InlineData("[v2:10.0.0.1:6800/12,v1:10.0.0.1:6801/11]", CephFeatures.All)]
    [InlineData(V2Setup.Below, CephFeatures.All & ~CephFeatures.MsgAddr2)]
    public void Connector_should_fault_when_somebody_else_answers_or_features_are_missing(string addresses, ulong supported)
    {
        var probe = V2Places.Reach(V2Place.ConnectorIdent, Policy.LosslessClient);

        probe.HearServerIdent(addresses: addresses, supported: supported);

        Assert.Equal("Connecting/Backoff", probe.At);
    }

    [Fact]
    public void Acceptor_should_have_the_last_word_when_it_makes_the_session_lossy()
    {
        var probe = V2Places.Reach(V2Place.ConnectorIdent, Policy.LosslessClient);

        probe.Hear(new ServerIdent(probe.Peer, 1, 500, CephFeatures.All, CephFeatures.MsgAddr2, IdentFlags.Lossy, 0x51));

        Assert.Equal(("Open", true, 0UL), (probe.At, probe.Machine.Policy.Lossy, probe.Protocol.ServerCookie));
    }

    [Fact]
    public void Connection_should_end_when_the_peer_is_of_another_type()
    {
        var probe = V2Places.Reach(V2Place.ConnectorHello, Policy.LosslessPeer);

        probe.Hear(new Hello(EntityType.Mon, EntityAddress.Parse("v2:10.0.0.2:6800/22")));

        Assert.Equal(("Closed", SessionEvent.Reset), (probe.At, probe.Raised.Single()));
    }

    [Theory]
    [InlineData(0UL, 2UL)]
    [InlineData(1UL, 4UL)]
    public void Connection_should_end_when_the_peer_requires_what_we_do_not_know(ulong supported, ulong required)
    {
        var probe = V2Places.Reach(V2Place.ConnectorBanner, Policy.LosslessPeer);

        probe.Hear(new Banner(supported, required));

        Assert.Equal(("Closed", SessionEvent.Reset), (probe.At, probe.Raised.Single()));
    }

    [Fact]
    public void Connection_should_end_when_there_is_nothing_to_authenticate_with()
    {
        var probe = V2Places.Reach(V2Place.ConnectorHello, new V2Setup { Client = null });

        Assert.Equal("Closed", probe.HearHello().At);
    }

    [Fact]
    public void Connector_should_try_what_is_left_when_a_method_is_refused()
    {
        var probe = V2Places.Reach(V2Place.ConnectorAuth, Policy.LosslessClient);
        var refusal = new AuthBadMethod(AuthMethod.None, -95, [AuthMethod.Cephx], [ConnectionMode.Secure]);

        Assert.Equal(AuthMethod.Cephx, Assert.IsType<AuthRequest>(probe.Hear(refusal).Said.Single()).Method);
        Assert.Equal("Connecting/Auth", probe.At);
        Assert.Equal("Connecting/Backoff", probe.Hear(refusal).At);
    }

    [Fact]
    public void Connector_should_answer_as_often_as_it_is_asked_when_the_authentication_takes_rounds()
    {
        var probe = V2Places.Reach(V2Place.ConnectorAuth, Policy.LosslessPeer);

        for (byte i = 0; i < 3; i++)
            Assert.Equal([i], Assert.IsType<AuthRequestMore>(probe.Hear(new AuthReplyMore(new[] { i })).Said.Single()).Payload.ToArray());
    }

    [Fact]
    public void Signatures_should_cover_all_that_was_said_when_there_is_a_key()
    {
        var probe = V2Places.Reach(V2Place.ConnectorAuth, new V2Setup { Policy = Policy.LosslessClient, Client = new FakeAuthentication(Key) });
        var done = new AuthDone(7, ConnectionMode.Crc, new byte[] { 4 });
        byte[] heard =
        [
            .. Banner.Own.Encode(),
            .. PlainFrame.Encode(new Hello(EntityType.Osd, EntityAddress.Parse("v2:10.0.0.2:6800/22")), FrameRevision.One),
            .. PlainFrame.Encode(done, FrameRevision.One),
        ];

        var signature = Assert.IsType<AuthSignature>(probe.Hear(done).Said.Single());

        Assert.True(signature.Matches(AuthSignature.Compute(Key.Secret, heard)));
        // The peer's has to cover what we said: zeros, or ours sent back, do not.
        Assert.Equal("Connecting/Backoff", probe.Hear(signature).At);
    }

    [Fact]
    public void Connector_should_go_on_when_the_signature_covers_all_that_it_said()
    {
        var probe = V2Places.Reach(V2Place.ConnectorSignature, new V2Setup { Client = new FakeAuthentication(Key) });

        Assert.Equal("Connecting/Ident", probe.Hear(AuthSignature.Compute(Key.Secret, [.. probe.Plain])).At);
    }

    [Fact]
    public void Frames_should_be_written_in_secure_mode_from_the_signature_on_when_it_was_agreed_on()
    {
        var probe = V2Places.Reach(V2Place.ConnectorAuth, new V2Setup { Client = new FakeAuthentication(Key, ConnectionMode.Secure) });

        probe.HearAuthDone();

        Assert.Equal(["configure SecurePhase", "AuthSignature", "expect Handshake SecurePhase"], probe.Script);
        Assert.Single(probe.Effects.OfType<SessionEffect.WriteFrame>());
        var phase = Assert.IsType<SecurePhase>(probe.Effects.OfType<SessionEffect.Configure>().Single().Phase);
        Assert.Equal(SecurePhase.FromSecret(FakeAuthentication.Secret, connector: true)!.SendNonce, phase.SendNonce);
    }

    [Fact]
    public void Connector_should_fault_when_the_peer_says_too_much_at_once()
    {
        var probe = V2Places.Reach(V2Place.ConnectorBanner, Policy.LosslessClient);

        probe.Step(new SessionInput.FrameReceived(probe.Machine.Incarnation, new BannerFrame(Banner.Own, new byte[Transcript.MaxLength + 1])));

        Assert.Equal("Connecting/Backoff", probe.At);
        Assert.Empty(probe.Said);
    }

    [Fact]
    public void Connector_should_fault_when_a_peer_talks_on_without_end()
    {
        var probe = V2Places.Reach(V2Place.ConnectorAuth, Policy.LosslessClient);
        var more = new AuthReplyMore(new byte[60_000]);

        for (var i = 0; i < 4; i++)
            Assert.Equal("Connecting/Auth", probe.Hear(more).At);

        Assert.Equal("Connecting/Backoff", probe.Hear(more).At);
    }
}

using CephActors.Auth;
using CephActors.Framing.V2;
using CephActors.Session;
using CephActors.Session.V2;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>The acceptor's side, step by step. Ceph: <c>ProtocolV2</c>, "server protocol".</summary>
public class V2AcceptorSpec
{
    [Fact]
    public void Acceptor_should_walk_through_the_handshake_when_no_session_exists()
    {
        var probe = V2Probe.Acceptor(new V2Setup());

        Assert.Equal(["banner", "expect Banner"], probe.Accept().Script);
        Assert.Equal(["configure RevisionPhase", "Hello", "expect Handshake RevisionPhase"], probe.Hear(Banner.Own).Script);
        Assert.Equal(["learned v2:10.0.0.2:6800/22", "expect Handshake"], probe.HearHello().Script);
        Assert.Equal(
            ["AuthDone", "AuthSignature", "expect Handshake"],
            probe.Hear(new AuthRequest(AuthMethod.None, [ConnectionMode.Crc], new byte[] { 1 })).Script);
        Assert.Equal(["expect Handshake"], probe.HearSignature().Script);
        Assert.Equal(["lookup, register"], probe.HearClientIdent().Script);
        Assert.Equal(["raise Accept", "ServerIdent", "opened"], probe.NoExisting().Script);
        Assert.Equal(("Open", 10u, EntityName.Osd(1)), (probe.At, probe.Machine.PeerGlobalSeq, probe.Machine.Terms!.Peer!.Value));
        Assert.Equal((probe.Peer, 7UL), (probe.Machine.PeerAddresses, probe.Machine.PeerIdentity!.GlobalId));
    }

    [Fact]
    public void Hello_should_tell_the_peer_where_its_socket_is()
    {
        var probe = V2Places.Reach(V2Place.AcceptorHello, Policy.LosslessPeer);

        Assert.Equal(new Hello(EntityType.Osd, EntityAddress.Parse("v2:10.0.0.1:54321/0")), probe.Said.Single());
    }

    [Fact]
    public void Answer_should_say_who_we_are_and_carry_a_cookie()
    {
        var probe = V2Places.Reach(V2Place.AcceptorOpen, Policy.StatefulServer);

        var ident = Assert.IsType<ServerIdent>(probe.Said.Single());

        Assert.Equal((V2Setup.Above, 2L, 1UL, CephFeatures.All, CephFeatures.MsgAddr2, 0UL), (ident.Addresses.ToString(), ident.Gid, ident.GlobalSeq, ident.Supported, ident.Required, ident.Flags));
        Assert.NotEqual(0UL, ident.Cookie);
        Assert.Equal((0xc1UL, ident.Cookie), (probe.Protocol.ClientCookie, probe.Protocol.ServerCookie));
    }

    [Theory]
    [InlineData("stateless-server", true)]
    [InlineData("stateless-registered-server", false)]
    public void Answer_should_say_lossy_and_carry_no_cookie_when_the_policy_is_lossy(string policy, bool anonymous)
    {
        var probe = V2Places.Reach(V2Place.AcceptorOpen, Policy.Parse(policy));

        var ident = Assert.IsType<ServerIdent>(probe.Said.Single());

        Assert.Equal((0UL, IdentFlags.Lossy, anonymous), (ident.Cookie, ident.Flags, probe.Machine.Anonymous));
        Assert.Equal((0UL, 0UL), (probe.Protocol.ClientCookie, probe.Protocol.ServerCookie));
    }

    [Fact]
    public void Acceptor_should_close_without_a_word_when_the_peer_looks_for_somebody_else()
    {
        var probe = V2Places.Reach(V2Place.AcceptorIdent, Policy.LosslessPeer);

        probe.HearClientIdent(target: "v2:10.0.0.2:6800/23");

        Assert.Equal("Closed", probe.At);
        Assert.Empty(probe.Said);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[-,v2:10.0.0.1:6800/11]")]
    public void Acceptor_should_close_when_the_peer_has_no_address(string addresses)
    {
        Assert.Equal("Closed", V2Places.Reach(V2Place.AcceptorIdent, Policy.LosslessPeer).HearClientIdent(addresses: addresses).At);
    }

    [Fact]
    public void Acceptor_should_close_when_a_peer_without_an_address_wants_to_go_on()
    {
        var probe = V2Places.Reach(V2Place.AcceptorIdent, Policy.LosslessPeer);

        Assert.Equal("Closed", probe.Hear(probe.Reconnect() with { Addresses = EntityAddressVector.Empty }).At);
    }

    [Fact]
    public void Acceptor_should_close_when_the_peer_cannot_be_judged()
    {
        var probe = V2Places.Reach(V2Place.AcceptorAuth, Policy.LosslessPeer);

        probe.Hear(new AuthRequest((AuthMethod)FakeAuthentication.Unjudged, [ConnectionMode.Crc], default));

        Assert.Equal("Closed", probe.At);
        Assert.Empty(probe.Said);
    }

    [Fact]
    public void Peer_should_be_told_what_it_lacks_and_may_ask_again()
    {
        var probe = V2Places.Reach(V2Place.AcceptorIdent, Policy.LosslessPeer with { FeaturesRequired = CephFeatures.NoSrcAddr });

        probe.HearClientIdent(supported: CephFeatures.All & ~CephFeatures.NoSrcAddr & ~CephFeatures.MsgAddr2);
        Assert.Equal(new IdentMissingFeatures(CephFeatures.NoSrcAddr | CephFeatures.MsgAddr2), probe.Said.Single());

        Assert.Equal("Accepting/Lookup", probe.HearClientIdent().At);
    }

    [Fact]
    public void Reconnect_should_not_register_and_be_answered_with_a_full_reset_when_there_is_no_session()
    {
        var probe = V2Places.Reach(V2Place.AcceptorIdent, Policy.LosslessPeer);

        Assert.False(probe.HearReconnect().Effects.OfType<SessionEffect.LookUp>().Single().Register);
        Assert.Equal(new SessionReset(Full: true), probe.NoExisting().Said.Single());

        // Told so, the peer starts a new session on the same socket.
        Assert.True(probe.HearClientIdent().Effects.OfType<SessionEffect.LookUp>().Single().Register);
        Assert.Equal("Open", probe.NoExisting().At);
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "RetryGlobal", "SessionRetryGlobal { GlobalSeq = 9, Tag = SessionRetryGlobal }" },
        { "RetrySession", "SessionRetry { ConnectSeq = 9, Tag = SessionRetry }" },
        { "ResetSession", "SessionReset { Full = True, Tag = SessionReset }" },
        { "RestartSession", "SessionReset { Full = False, Tag = SessionReset }" },
        { "Wait", "Wait { Tag = Wait }" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Peer_should_be_told_what_the_existing_session_decided(string verdict, string said)
    {
        var probe = V2Places.Reach(V2Place.AcceptorIdent, Policy.LosslessPeer).HearReconnect();

        probe.Answered(Enum.Parse<AcceptVerdict>(verdict), 9);

        Assert.Equal(said, probe.Said.Single().ToString());
        Assert.Equal("Accepting/Ident", probe.At);
    }

    [Fact]
    public void Attempt_should_be_closed_when_a_newer_one_has_overtaken_it()
    {
        var probe = V2Places.Reach(V2Place.AcceptorLookup, Policy.LosslessPeer).Answered(AcceptVerdict.Stale, 12);

        Assert.Equal(("Closed", SessionEvent.Reset), (probe.At, probe.Raised.Single()));
        Assert.Empty(probe.Said);
    }

    [Fact]
    public void Terms_should_be_what_both_sides_support_and_known_as_soon_as_the_answer_is_said()
    {
        var probe = V2Places.Reach(V2Place.AcceptorIdent, Policy.LosslessPeer);
        probe.SendsAtOnce = false;

        probe.HearClientIdent(supported: CephFeatures.All & ~CephFeatures.NoSrcAddr).NoExisting();

        Assert.Equal(("Accepting/Answer", CephFeatures.All & ~CephFeatures.NoSrcAddr), (probe.At, probe.Machine.Terms!.Features));
    }

    [Fact]
    public void Session_should_go_on_with_the_new_socket_at_once_when_it_takes_it()
    {
        var probe = V2Places.Reach(V2Place.AcceptorOpen, Policy.LosslessPeer).Receive(5).Enqueue(3);
        probe.WriteAll();

        probe.SendsAtOnce = false;
        var identity = probe.Machine.PeerIdentity! with { GlobalId = 8 };
        probe.Adopted(new IncomingReconnect(probe.Reconnect(connectSeq: 4, globalSeq: 44, messageSeq: 2), identity));

        Assert.Equal([SessionEvent.Accept], probe.Raised);
        Assert.Equal(identity, probe.Machine.PeerIdentity);
        Assert.NotNull(probe.Machine.Terms);
        Assert.Equal(new SessionReconnectOk(5), probe.Said.Single());
        probe.Step(new SessionInput.Written(probe.Machine.Incarnation));
        Assert.Equal(("Open", 4UL, 44UL, false), (probe.At, probe.Machine.ConnectSeq, probe.Machine.PeerGlobalSeq, probe.Machine.Replacing));
        Assert.Equal([(3, 3)], probe.WriteAll());
    }

    [Fact]
    public void Session_should_start_anew_with_what_is_queued_when_it_takes_the_socket_of_a_new_one()
    {
        var probe = V2Places.Reach(V2Place.AcceptorOpen, Policy.LosslessPeer).Receive(5).Enqueue(2);
        probe.WriteAll();
        var cookie = probe.Protocol.ServerCookie;

        probe.Adopted(new IncomingIdent(probe.Ident(cookie: 0xc2, globalSeq: 44)));

        var ident = Assert.IsType<ServerIdent>(probe.Said.Single());
        Assert.Equal((0xc2UL, ident.Cookie, 0UL), (probe.Protocol.ClientCookie, probe.Protocol.ServerCookie, probe.Machine.Queues.InSeq));
        Assert.NotEqual(cookie, ident.Cookie);
        Assert.Equal([1UL, 2], probe.WriteAll().Select(m => m.Tid));
    }

    [Fact]
    public void Numbers_should_start_anew_when_the_peer_comes_with_a_new_session()
    {
        var probe = V2Places.Reach(V2Place.AcceptorOpen, Policy.LosslessPeer).Enqueue(3);
        probe.WriteAll();
        probe.Machine.Queues.Acknowledge(3);

        probe.Adopted(new IncomingIdent(probe.Ident(cookie: 0xc2, globalSeq: 44)));

        Assert.Equal([(1, 1)], probe.Enqueue().WriteAll());
    }

    [Theory]
    [InlineData(0xc1, "Replace", 6, false)]
    [InlineData(0xc2, "ReplaceAfterReset", 5, true)]
    public void Session_should_be_reset_when_its_peer_comes_with_another_cookie(ulong cookie, string verdict, int row, bool reset)
    {
        var probe = V2Places.Reach(V2Place.AcceptorOpen, Policy.LosslessPeerReuse).Enqueue();

        probe.Asked(new IncomingIdent(probe.Ident(cookie: cookie, globalSeq: 11)));

        Assert.Equal((verdict, row), ($"{probe.Decision.Verdict}", probe.Decision.Row));
        Assert.Equal(reset ? [SessionEvent.RemoteReset] : [], probe.Raised);
        Assert.Equal(reset ? 0 : 1, probe.Machine.Queues.Queued);
    }

    [Fact]
    public void Session_should_end_and_make_room_when_its_peer_comes_over_the_other_protocol()
    {
        var probe = V2Places.Reach(V2Place.AcceptorOpen, Policy.LosslessPeer);

        probe.Asked(new CephActors.Session.V1.IncomingConnect(default, probe.Peer, null));

        Assert.Equal((AcceptVerdict.Open, "Closed"), (probe.Decision.Verdict, probe.At));
        Assert.Equal([SessionEvent.Reset], probe.Raised);
    }

    [Fact]
    public void Acceptor_should_refuse_and_go_on_listening_when_a_method_is_not_taken()
    {
        var probe = V2Places.Reach(V2Place.AcceptorAuth, Policy.LosslessPeer);

        probe.Hear(new AuthRequest((AuthMethod)4, [ConnectionMode.Crc], default));
        var refusal = Assert.IsType<AuthBadMethod>(probe.Said.Single());
        Assert.Equal((4U, -95), ((uint)refusal.Method, refusal.Result));

        Assert.Equal("Accepting/Signature", probe.Hear(new AuthRequest(AuthMethod.None, [ConnectionMode.Crc], default)).At);
    }

    [Fact]
    public void Acceptor_should_ask_on_when_the_authentication_takes_rounds()
    {
        var probe = V2Places.Reach(V2Place.AcceptorAuth, new V2Setup { Server = new FakeAuthentication(rounds: 1) });

        Assert.IsType<AuthReplyMore>(probe.Hear(new AuthRequest(AuthMethod.None, [ConnectionMode.Crc], default)).Said.Single());
        Assert.Equal("Accepting/Signature", probe.Hear(new AuthRequestMore(default)).At);
    }

    [Fact]
    public void Acceptor_should_close_when_the_signature_does_not_cover_what_it_said()
    {
        var probe = V2Places.Reach(V2Place.AcceptorSignature, new V2Setup { Server = new FakeAuthentication(FakeSource.Key) });

        Assert.Equal("Closed", probe.HearSignature().At);
    }

    [Fact]
    public void Acceptor_should_go_on_when_the_signature_covers_all_that_it_said()
    {
        var probe = V2Places.Reach(V2Place.AcceptorSignature, new V2Setup { Server = new FakeAuthentication(FakeSource.Key) });

        Assert.Equal("Accepting/Ident", probe.Hear(AuthSignature.Compute(FakeSource.Key.Secret, [.. probe.Plain])).At);
    }

    [Fact]
    public void Frames_should_be_encrypted_as_the_acceptors_when_secure_mode_was_agreed_on()
    {
        var probe = V2Places.Reach(V2Place.AcceptorSignature, new V2Setup { Server = new FakeAuthentication(FakeSource.Key, ConnectionMode.Secure) });

        var phase = Assert.IsType<SecurePhase>(probe.Effects.OfType<SessionEffect.Configure>().Single().Phase);
        Assert.Equal(SecurePhase.FromSecret(FakeAuthentication.Secret, connector: false)!.SendNonce, phase.SendNonce);
    }

    [Fact]
    public void Acceptor_should_close_when_there_is_nothing_to_authenticate_with()
    {
        Assert.Equal("Closed", V2Places.Reach(V2Place.AcceptorHello, new V2Setup { Server = null }).HearHello().At);
    }
}

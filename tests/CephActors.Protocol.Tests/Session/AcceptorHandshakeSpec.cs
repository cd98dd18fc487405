using CephActors.Auth;
using CephActors.Framing.V1;
using CephActors.Session;
using CephActors.Session.V1;

namespace CephActors.Protocol.Tests.Session;

/// <summary>
/// The acceptor's order of checks and its answers, byte for byte. Ceph: <c>ProtocolV1::handle_connect_message_2</c>,
/// <c>send_connect_message_reply</c>.
/// </summary>
public class AcceptorHandshakeSpec
{
    [Fact]
    public void Acceptor_should_walk_through_the_handshake_when_no_session_exists()
    {
        var probe = SessionProbe.Acceptor(Policy.LosslessPeer);

        Assert.Equal(["start Ready 10", "write server hello", "expect ClientHello"], probe.Accept().Script);
        Assert.Equal(["expect Connect"], probe.ClientHello().Script);
        Assert.Equal(["lookup, register"], probe.Request(globalSeq: 10).Script);
        Assert.Equal(
            ["write reply Sequence cs=1 gs=1", "write in_seq 0", "raise Accept", "expect Sequence"],
            probe.NoExisting().Script);
        Assert.Equal(["stop Ready", "start Idle 900", "opened"], probe.Sequence(0).Script);
        Assert.Equal(("Open", 1u, 10u), (probe.At, probe.Machine.ConnectSeq, probe.Machine.PeerGlobalSeq));
    }

    [Fact]
    public void Hello_should_carry_the_own_address_and_the_socket_of_the_peer_when_a_socket_is_accepted()
    {
        var probe = SessionProbe.Acceptor(Policy.LosslessPeer).Accept("v1:10.0.0.1:54321/0");

        var hello = probe.Effects.OfType<SessionEffect.Write>().Single().Bytes;

        Assert.Equal(
            "63657068207630323700000000" + "16000000" + "00021a920a000002" + new string('0', 240)
                + "00000000" + "00000000" + "0002d4310a000001" + new string('0', 240),
            Convert.ToHexStringLower(hello.Span));
    }

    [Theory]
    [InlineData("v1:10.0.0.1:6801/11", "v1:10.0.0.1:6801/11")]
    [InlineData("v1:0.0.0.0:6801/11", "v1:10.0.0.7:6801/11")]
    [InlineData("v1:0.0.0.0:0/11", "v1:10.0.0.7:0/11")]
    [InlineData("v1:[::]:6801/11", "v1:10.0.0.7:6801/11")]
    [InlineData("-", "v1:10.0.0.7:0/0")]
    public void Peer_should_be_known_by_the_ip_of_its_socket_when_it_does_not_know_its_own(string announced, string known)
    {
        var probe = SessionProbe.Acceptor(Policy.LosslessPeer).Accept("v1:10.0.0.7:54321/0");

        probe.ClientHello(announced);

        Assert.Equal(known, probe.Machine.PeerAddresses.ToString());
    }

    // A request that fails every check is mended check by check.
    [Theory]
    [InlineData(99, 0UL, false, "BadProtocolVersion", CephFeatures.NoSrcAddr)]
    [InlineData(24, CephFeatures.All, true, "BadProtocolVersion", CephFeatures.All)]
    [InlineData(10, 0UL, false, "Features", CephFeatures.NoSrcAddr)]
    [InlineData(10, CephFeatures.All & ~CephFeatures.NoSrcAddr, true, "Features", CephFeatures.All)]
    [InlineData(10, CephFeatures.All, false, "BadAuthorizer", CephFeatures.All)]
    public void Acceptor_should_check_version_then_features_then_authorizer_when_several_are_wrong(
        uint version, ulong features, bool authorized, string tag, ulong replied)
    {
        var verifier = new FakeVerifier();
        if (!authorized)
            verifier.Verdicts.Enqueue(AuthorizerVerdict.Refuse("no"));
        var probe = Places.Reach(
            Place.AcceptorConnect,
            new ProbeSetup { Policy = Policy.LosslessPeer with { FeaturesRequired = CephFeatures.NoSrcAddr }, Verifier = verifier });

        probe.Request(connectSeq: 5, features: features, version: version);

        Assert.Equal(new ConnectReply(Enum.Parse<MessengerTag>(tag), replied, 0, 0, 10, 0), probe.SentReply);
        Assert.Equal(2, probe.Script.Length);
        Assert.Equal("expect Connect", probe.Script[1]);
        Assert.Equal("Accepting/Connect", probe.At);
    }

    [Theory]
    [InlineData(EntityType.Client, 24, 24)]
    [InlineData(EntityType.Client, 0, 24)]
    [InlineData(EntityType.Mon, 24, 24)]
    [InlineData(EntityType.Mon, 15, 24)]
    [InlineData(EntityType.Osd, 10, 10)]
    public void Acceptor_should_speak_its_own_public_protocol_when_the_peer_is_of_another_type(EntityType peer, uint version, uint spoken)
    {
        var probe = Places.Reach(Place.AcceptorConnect, new ProbeSetup { PeerType = peer }).Request(version: version);

        if (version == spoken)
            probe.NoExisting();

        Assert.Equal(version == spoken ? MessengerTag.Sequence : MessengerTag.BadProtocolVersion, probe.SentReply.Tag);
        Assert.Equal(spoken, probe.SentReply.ProtocolVersion);
    }

    [Fact]
    public void Acceptor_should_go_on_with_the_next_connect_when_it_refused_one()
    {
        var probe = Places.Reach(Place.AcceptorConnect, Policy.LosslessPeer);
        probe.Request(version: 24);

        Assert.Equal(["lookup, register"], probe.Request().Script);
    }

    [Fact]
    public void Refusal_should_have_the_bytes_of_a_real_OSD_when_features_are_missing()
    {
        // v1-none-session-refusals, "features 0": 0c 016204420002012e ... 0a000000 ...
        var probe = Places.Reach(Place.AcceptorConnect, Policy.LosslessPeer with { FeaturesRequired = 0x2e01020042046201 });

        probe.Request(features: 0);

        Assert.Equal(
            "0c" + "016204420002012e" + "00000000" + "00000000" + "0a000000" + "00000000" + "00",
            Convert.ToHexStringLower(probe.Effects.OfType<SessionEffect.Write>().Single().Bytes.Span));
    }

    [Theory]
    [InlineData("stateful-server", false)]
    [InlineData("stateless-registered-server", true)]
    [InlineData("stateless-server", true)]
    public void Grant_should_have_the_bytes_of_the_protocol_when_the_session_opens(string policy, bool lossy)
    {
        var probe = Places.Reach(Place.AcceptorConnect, Policy.Parse(policy));
        probe.Context.GlobalSeq.Next(0x41);
        probe.Request(connectSeq: 0, globalSeq: 10);
        probe.NoExisting();

        var writes = probe.History.OfType<SessionEffect.Write>().Skip(1).Select(w => Convert.ToHexStringLower(w.Bytes.Span));

        Assert.Equal(
            ["0d" + "fffffdffbdcf013f" + "43000000" + "01000000" + "0a000000" + "00000000" + (lossy ? "01" : "00"), "0000000000000000"],
            writes);
    }

    [Theory]
    [InlineData(EntityType.Osd, "lossless-peer")]
    [InlineData(EntityType.Client, "stateless-server")]
    [InlineData(EntityType.Mds, "stateless-server")]
    public void Policy_should_be_that_of_the_peers_type_when_the_connect_tells_it(EntityType peer, string policy)
    {
        var probe = Places.Reach(Place.AcceptorConnect, new ProbeSetup { Policy = Policy.StatelessServer, PeerType = peer });
        probe.Context.Policies.Set(EntityType.Osd, Policy.LosslessPeer);

        probe.Request();

        Assert.Equal((peer, policy), (probe.Machine.PeerType, probe.Machine.Policy.Name));
    }

    [Fact]
    public void Acceptor_should_ask_nobody_when_lossy_clients_are_not_registered()
    {
        var probe = Places.Reach(Place.AcceptorConnect, Policy.StatelessServer);

        // Even a connect that continues a session opens a new one.
        probe.Request(connectSeq: 3);

        Assert.True(probe.Machine.Anonymous);
        Assert.False(probe.Did<SessionEffect.LookUp>());
        Assert.Equal(("Accepting/Sequence", 4u), (probe.At, probe.SentReply.ConnectSeq));
    }

    [Fact]
    public void Lookup_should_name_the_peer_by_its_announced_address_when_it_is_to_be_registered()
    {
        var probe = Places.Reach(Place.AcceptorConnect, Policy.StatelessRegisteredServer);

        probe.Request(connectSeq: 2, globalSeq: 8);

        var request = (IncomingConnect)probe.Effects.OfType<SessionEffect.LookUp>().Single().Request;
        Assert.Equal(ProbeSetup.Below, request.PeerAddresses.ToString());
        Assert.Equal((2u, 8u), (request.Connect.ConnectSeq, request.Connect.GlobalSeq));
        Assert.False(probe.Machine.Anonymous);
    }
}

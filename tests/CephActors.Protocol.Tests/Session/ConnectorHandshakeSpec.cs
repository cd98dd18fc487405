using CephActors.Session;
using CephActors.Session.V1;

namespace CephActors.Protocol.Tests.Session;

/// <summary>The way from the dial to the connect. Ceph: <c>ProtocolV1</c>, "client protocol".</summary>
public class ConnectorHandshakeSpec
{
    [Fact]
    public void Connector_should_walk_through_the_handshake_when_the_acceptor_answers_SEQ()
    {
        var probe = SessionProbe.Connector(Policy.LosslessPeer);

        Assert.Equal(["dial v1:10.0.0.1:6801/11"], probe.Connect().Script);
        Assert.Equal(["start Ready 10", "write banner", "expect ServerHello"], probe.SocketConnected().Script);
        Assert.Equal(
            ["learned v1:10.0.0.2:51234/0", "write address v1:10.0.0.2:6802/22", "write connect cs=0 gs=1", "expect ConnectReply"],
            probe.ServerHello().Script);
        Assert.Equal(["expect Sequence"], probe.Granted(sequence: true).Script);
        Assert.Equal(["write in_seq 0", "stop Ready", "start Idle 900", "raise Connect", "opened"], probe.Sequence(0).Script);
        Assert.Equal(("Open", 1u, 500u), (probe.At, probe.Machine.ConnectSeq, probe.Machine.PeerGlobalSeq));
    }

    [Fact]
    public void Connector_should_be_open_at_once_when_the_acceptor_answers_READY()
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessPeer);

        Assert.Equal(["stop Ready", "start Idle 900", "raise Connect", "opened"], probe.Granted(sequence: false).Script);
        Assert.Equal(("Open", 1u), (probe.At, probe.Machine.ConnectSeq));
    }

    [Fact]
    public void Connect_should_have_the_bytes_of_the_protocol_when_written()
    {
        var probe = Places.Reach(Place.ConnectorBanner, Policy.LosslessPeer);
        probe.ServerHello();

        var written = probe.Effects.OfType<SessionEffect.Write>().Select(w => Convert.ToHexStringLower(w.Bytes.Span)).ToArray();

        Assert.Equal(
            "00000000" + "16000000" + "0002" + "1a92" + "0a000002" + new string('0', 240),
            written[0]);
        Assert.Equal(
            "fffffdffbdcf013f" + "04000000" + "01000000" + "00000000" + "0a000000" + "00000000" + "00000000" + "00",
            written[1]);
    }

    [Theory]
    [InlineData("v1:10.0.0.1:6801/11", true)]
    [InlineData("v1:0.0.0.0:6801/11", true)]
    [InlineData("v1:[::]:6801/11", true)]
    [InlineData("v1:10.0.0.1:6801/12", false)]
    [InlineData("v1:10.0.0.1:6802/11", false)]
    [InlineData("v1:10.0.0.3:6801/11", false)]
    [InlineData("v1:0.0.0.0:6801/12", false)]
    [InlineData("v1:0.0.0.0:6802/11", false)]
    [InlineData("-", false)]
    public void Connector_should_go_on_only_when_the_peer_claims_the_dialled_address_or_leaves_its_ip_open(string claim, bool accepted)
    {
        var probe = Places.Reach(Place.ConnectorBanner, Policy.LosslessClient);

        probe.ServerHello(claim);

        Assert.Equal(accepted ? "Connecting/Connect" : "Connecting/Backoff", probe.At);
        Assert.Equal(accepted, probe.Effects.OfType<SessionEffect.Write>().Any());
        Assert.Empty(probe.Raised);
    }

    [Fact]
    public void Connector_should_dial_the_first_v1_address_when_the_peer_has_several()
    {
        var setup = new ProbeSetup();
        var machine = new SessionMachine(
            setup.Build(), new V1Protocol(), EntityAddressVector.Parse("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]"), EntityType.Mon, anonymous: false);

        var dial = Assert.IsType<SessionEffect.Dial>(Assert.Single(machine.Step(new SessionInput.Connect())));

        Assert.Equal("v1:10.0.0.1:6789/0", dial.Target.ToString());
        Assert.Equal("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]", machine.PeerAddresses.ToString());
    }

    [Theory]
    [InlineData(null, true, "v1:10.0.0.2:0/22")]
    [InlineData("v1:0.0.0.0:6802/22", true, "v1:10.0.0.2:6802/22")]
    [InlineData("v1:10.9.9.9:6802/22", true, "v1:10.9.9.9:6802/22")]
    [InlineData("[v2:10.9.9.9:3300/22,v1:10.9.9.9:6802/22]", true, "v1:10.9.9.9:6802/22")]
    [InlineData("v1:0.0.0.0:6802/22", false, "v1:0.0.0.0:6802/22")]
    public void Connector_should_announce_the_ip_the_peer_sees_when_it_does_not_know_its_own(string? bound, bool learns, string announced)
    {
        var probe = Places.Reach(Place.ConnectorBanner, new ProbeSetup { OwnAddress = bound, LearnAddress = learns });

        probe.ServerHello(seen: "v1:10.0.0.2:51234/0");

        Assert.Contains($"write address {announced}", probe.Script);
        Assert.Equal(learns, probe.Did<SessionEffect.Learned>());
    }

    [Fact]
    public void Connector_should_take_a_new_global_seq_when_it_dials_again()
    {
        var probe = Places.Reach(Place.Dialing, Policy.LosslessClient);
        Assert.Equal(1u, probe.Machine.GlobalSeq);
        probe.Context.GlobalSeq.Next(77);

        probe.Lost().Timer(SessionTimer.Backoff);

        Assert.Equal(79u, probe.Machine.GlobalSeq);
    }

    [Theory]
    [InlineData("lossy-client", true)]
    [InlineData("lossless-client", false)]
    public void Connect_should_carry_the_lossy_flag_when_the_policy_has_it(string policy, bool lossy) =>
        Assert.Equal(lossy, Places.Reach(Place.ConnectorConnect, Policy.Parse(policy)).SentConnect.IsLossy);

    [Theory]
    [InlineData("client.1", EntityType.Mon, 15)]
    [InlineData("client.1", EntityType.Osd, 24)]
    [InlineData("osd.1", EntityType.Osd, 10)]
    [InlineData("mon.0", EntityType.Mon, 13)]
    public void Connect_should_name_type_and_protocol_version_when_peers_differ(string name, EntityType peer, uint version)
    {
        var entity = EntityName.Parse(name);
        var probe = Places.Reach(Place.ConnectorConnect, new ProbeSetup { Name = entity, PeerType = peer });

        Assert.Equal((entity.Type, version), (probe.SentConnect.HostType, probe.SentConnect.ProtocolVersion));
    }

    [Fact]
    public void Connect_should_offer_what_the_policy_supports_when_it_is_reduced()
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessPeer with { FeaturesSupported = 0x42 });

        Assert.Equal(0x42UL, probe.SentConnect.Features);
    }
}

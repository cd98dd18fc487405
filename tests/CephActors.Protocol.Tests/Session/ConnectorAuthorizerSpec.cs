using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Who proves what on the connecting side. Ceph: <c>ProtocolV1::send_connect_message</c>, <c>handle_connect_reply_auth</c>.</summary>
public class ConnectorAuthorizerSpec
{
    private readonly FakeSource _source = new();

    [Theory]
    [InlineData("client.1", EntityType.Osd, true)]
    [InlineData("osd.1", EntityType.Osd, true)]
    [InlineData("mon.0", EntityType.Osd, true)]
    [InlineData("mon.0", EntityType.Mon, true)]
    [InlineData("client.1", EntityType.Mon, false)]
    [InlineData("osd.1", EntityType.Mon, false)]
    public void Authorizer_should_go_to_everybody_but_monitors_when_the_connector_is_no_monitor(string name, EntityType peer, bool offered)
    {
        var probe = Reach(Place.ConnectorConnect, name, peer);
        var frame = EffectText.Connects(probe.Effects).Single();

        Assert.Equal(offered ? [peer] : [], _source.Asked);
        Assert.Equal(offered ? FakeSource.Plain : [], frame.Authorizer);
        Assert.Equal(offered ? 2u : 0u, frame.Connect.AuthorizerProtocol);
    }

    [Fact]
    public void Connect_should_carry_no_authorizer_when_there_is_no_source()
    {
        var frame = EffectText.Connects(Places.Reach(Place.ConnectorConnect, Policy.LosslessPeer).Effects).Single();

        Assert.Empty(frame.Authorizer);
        Assert.Equal(0u, frame.Connect.AuthorizerProtocol);
    }

    [Fact]
    public void Challenged_authorizer_should_be_used_for_all_retries_on_the_socket_when_the_peer_challenged()
    {
        var probe = Reach(Place.ConnectorConnect);

        probe.Reply(MessengerTag.ChallengeAuthorizer, authorizer: [1, 2, 3]);
        Assert.Equal(FakeSource.Challenged, EffectText.Connects(probe.Effects).Single().Authorizer);
        Assert.Equal("Connecting/Connect", probe.At);

        probe.Reply(MessengerTag.RetryGlobal, globalSeq: 9);
        Assert.Equal(FakeSource.Challenged, EffectText.Connects(probe.Effects).Single().Authorizer);
        Assert.Single(_source.Asked);
    }

    [Fact]
    public void Connector_should_make_a_new_authorizer_when_it_has_a_new_socket()
    {
        var probe = Reach(Place.ConnectorConnect);
        probe.Reply(MessengerTag.ChallengeAuthorizer, authorizer: [1]).Enqueue().Lost();

        probe.Timer(SessionTimer.Backoff).SocketConnected().ServerHello();

        Assert.Equal(FakeSource.Plain, EffectText.Connects(probe.Effects).Single().Authorizer);
        Assert.Equal(2, _source.Asked.Count);
    }

    [Fact]
    public void Connector_should_fault_when_it_cannot_answer_a_challenge()
    {
        var probe = Places.Reach(
            Place.ConnectorConnect,
            new ProbeSetup { Policy = Policy.LosslessClient, Source = new FakeSource(answersChallenge: false) });

        Assert.Equal("Connecting/Backoff", probe.Reply(MessengerTag.ChallengeAuthorizer, authorizer: [1]).At);
    }

    [Theory]
    [InlineData("Ready")]
    [InlineData("Sequence")]
    [InlineData("RetryGlobal")]
    [InlineData("ResetSession")]
    [InlineData("Wait")]
    [InlineData("BadAuthorizer")]
    public void Connector_should_fault_before_it_acts_when_the_peers_proof_is_wrong(string tag)
    {
        var probe = Reach(Place.ConnectorConnect, policy: Policy.LosslessClient);

        probe.Reply(Enum.Parse<MessengerTag>(tag), globalSeq: 9, connectSeq: 1, authorizer: [0]);

        Assert.Equal(("Connecting/Backoff", 0u, 1u), (probe.At, probe.Machine.ConnectSeq, probe.Machine.GlobalSeq));
        Assert.Empty(probe.Raised);
    }

    [Fact]
    public void Connector_should_fault_when_the_peer_proves_what_was_not_asked()
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient);

        Assert.Equal("Connecting/Backoff", probe.Reply(MessengerTag.Ready, connectSeq: 1, authorizer: FakeSource.Proof).At);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Session_should_be_signed_with_the_proven_key_when_it_opens(bool sequence)
    {
        var probe = Reach(Place.ConnectorConnect);

        probe.Granted(sequence, FakeSource.Proof);
        if (sequence)
            probe.Sequence(0);

        Assert.Same(FakeSource.Key, probe.Machine.Terms!.SigningKey);
    }

    [Fact]
    public void Session_should_not_be_signed_when_MSG_AUTH_was_not_agreed()
    {
        var probe = Reach(Place.ConnectorConnect);

        probe.Reply(
            MessengerTag.Ready, connectSeq: 1, features: CephFeatures.All & ~CephFeatures.MsgAuth, authorizer: FakeSource.Proof);

        Assert.Equal("Open", probe.At);
        Assert.Null(probe.Machine.Terms!.SigningKey);
    }

    [Fact]
    public void Connector_should_forget_the_key_when_the_socket_is_lost()
    {
        var probe = Reach(Place.ConnectorConnect);
        probe.Granted(sequence: false, FakeSource.Proof).Enqueue().Lost();
        Assert.Null(probe.Machine.Terms);

        probe.SocketConnected().ServerHello().Granted(sequence: false);

        Assert.Null(probe.Machine.Terms!.SigningKey);
    }

    private SessionProbe Reach(Place place, string name = "osd.2", EntityType peer = EntityType.Osd, Policy? policy = null) =>
        Places.Reach(
            place,
            new ProbeSetup { Name = EntityName.Parse(name), PeerType = peer, Source = _source, Policy = policy ?? Policy.LosslessPeer });
}

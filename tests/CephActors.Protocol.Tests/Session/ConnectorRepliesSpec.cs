using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>What a connector makes of each answer. Ceph: <c>ProtocolV1::handle_connect_reply_2</c>, <c>client_ready</c>.</summary>
public class ConnectorRepliesSpec
{
    [Theory]
    [InlineData("Features")]
    [InlineData("BadProtocolVersion")]
    [InlineData("BadAuthorizer")]
    [InlineData("ChallengeAuthorizer")]
    public void Connector_should_back_off_when_it_is_refused(string tag)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient);
        probe.Enqueue();

        probe.Reply(Enum.Parse<MessengerTag>(tag));

        Assert.Equal(["drop", "stop Ready", "stop Idle", "start Backoff 0.2"], probe.Script);
        Assert.Equal(("Connecting/Backoff", 0u, 1), (probe.At, probe.Machine.ConnectSeq, probe.Machine.Queues.Queued));
    }

    [Theory]
    [InlineData("Features")]
    [InlineData("BadProtocolVersion")]
    [InlineData("BadAuthorizer")]
    [InlineData("Wait")]
    public void Lossy_connector_should_die_when_it_is_refused(string tag)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LossyClient);

        probe.Reply(Enum.Parse<MessengerTag>(tag));

        Assert.Equal("Closed", probe.At);
        Assert.Equal([SessionEvent.Reset], probe.Raised);
        Assert.True(probe.Did<SessionEffect.Stopped>());
    }

    [Theory]
    [InlineData("Close")]
    [InlineData("Message")]
    [InlineData("Keepalive2")]
    public void Connector_should_fault_when_the_tag_is_no_answer(string tag)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient);

        Assert.Equal("Connecting/Backoff", probe.Reply(Enum.Parse<MessengerTag>(tag)).At);
    }

    [Theory]
    [InlineData("lossless-peer")]
    [InlineData("lossless-peer-reuse")]
    [InlineData("lossless-client")]
    [InlineData("lossy-client")]
    public void Connector_should_start_over_on_the_same_socket_when_told_RESETSESSION(string policy)
    {
        var probe = Places.Reach(Place.ConnectorOpen, Policy.Parse(policy) with { Lossy = false });
        probe.Enqueue(2).WriteAll();
        probe.Enqueue(1, firstTid: 3).Receive(9).Lost();
        Assert.Equal(2u, probe.Machine.ConnectSeq);
        probe.SocketConnected().ServerHello();
        var incarnation = probe.Incarnation;

        probe.Reply(MessengerTag.ResetSession);

        Assert.Equal(["discard", "raise RemoteReset", "write connect cs=0 gs=2", "expect ConnectReply"], probe.Script);
        Assert.Equal(("Connecting/Connect", 0u, 0UL, 0), (probe.At, probe.Machine.ConnectSeq, probe.Machine.Queues.InSeq, probe.Machine.Queues.Queued));
        Assert.Equal([1UL, 2, 3], probe.Released);
        Assert.Equal(incarnation, probe.Incarnation);
    }

    [Theory]
    [InlineData(CephFeatures.All, 0x0765_4321UL)]
    [InlineData(CephFeatures.All & ~CephFeatures.MsgAuth, 0UL)]
    public void First_number_should_be_random_after_RESETSESSION_when_MSG_AUTH_was_agreed(ulong features, ulong outSeq)
    {
        var probe = Places.Reach(Place.ConnectorConnect, new ProbeSetup { Random = 0xffff_ffff_8765_4321 });
        probe.Reply(MessengerTag.Ready, connectSeq: 1, features: features).Enqueue().Lost();
        probe.SocketConnected().ServerHello();

        probe.Reply(MessengerTag.ResetSession);

        Assert.Equal(outSeq, probe.Machine.Queues.OutSeq);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(41, 42)]
    public void Connector_should_exceed_the_global_seq_when_told_RETRY_GLOBAL(uint held, uint next)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient);

        probe.Reply(MessengerTag.RetryGlobal, globalSeq: held);

        Assert.Equal([$"write connect cs=0 gs={next}", "expect ConnectReply"], probe.Script);
        Assert.Equal(next, probe.Machine.GlobalSeq);
        Assert.Equal(next + 1, probe.Context.GlobalSeq.Next());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(514)]
    public void Connector_should_use_the_connect_seq_as_is_when_told_RETRY_SESSION(uint told)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient);

        probe.Reply(MessengerTag.RetrySession, connectSeq: told);

        Assert.Equal([$"write connect cs={told} gs=1", "expect ConnectReply"], probe.Script);
        probe.Granted(sequence: false);
        Assert.Equal(("Open", told + 1), (probe.At, probe.Machine.ConnectSeq));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Connector_should_fault_when_told_RETRY_SESSION_with_a_number_that_is_not_greater(uint told)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient);
        probe.Reply(MessengerTag.RetrySession, connectSeq: 2);

        probe.Reply(MessengerTag.RetrySession, connectSeq: told);

        Assert.Equal(("Connecting/Backoff", 2u), (probe.At, probe.Machine.ConnectSeq));
    }

    [Fact]
    public void Connector_should_wait_for_the_longest_time_when_told_WAIT()
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessPeer);

        probe.Reply(MessengerTag.Wait);

        Assert.Equal("Wait", probe.At);
        Assert.Equal(["drop", "stop Ready", "stop Idle", "start Backoff 15"], probe.Script);
        Assert.Empty(probe.Raised);
        Assert.Equal(["dial v1:10.0.0.1:6801/11"], probe.Timer(SessionTimer.Backoff).Script);
        Assert.Equal(("Connecting/Dialing", 0u, 2u), (probe.At, probe.Machine.ConnectSeq, probe.Machine.GlobalSeq));
    }

    [Theory]
    [InlineData("Ready")]
    [InlineData("Sequence")]
    public void Connector_should_fault_when_the_acceptor_lacks_required_features(string tag)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient with { FeaturesRequired = 0x2201 });

        probe.Reply(Enum.Parse<MessengerTag>(tag), connectSeq: 1, features: CephFeatures.All & ~0x200UL);

        Assert.Equal(("Connecting/Backoff", 0u), (probe.At, probe.Machine.ConnectSeq));
        Assert.Null(probe.Machine.Terms);
    }

    [Fact]
    public void Connector_should_open_when_the_acceptor_has_the_required_features()
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient with { FeaturesRequired = 0x2201 });

        Assert.Equal("Open", probe.Reply(MessengerTag.Ready, connectSeq: 1, features: 0x2201).At);
    }

    [Theory]
    [InlineData("Features", "peer requires features 0000000000000008 that we do not support")]
    [InlineData("BadProtocolVersion", "peer speaks protocol version 0, we speak 24")]
    [InlineData("BadAuthorizer", "peer refused our authorizer")]
    [InlineData("ChallengeAuthorizer", "peer's challenge to our authorizer cannot be answered")]
    [InlineData("RetrySession", "peer asks to retry with connect_seq 0, ours is 0 already")]
    [InlineData("Wait", "peer's own connection wins the race")]
    [InlineData("Ready", "peer opened with connect_seq 0, expected 1")]
    [InlineData("Close", "tag Close is no answer to a connect")]
    public void Connector_should_know_what_went_wrong_when_an_answer_ends_the_attempt(string tag, string fault)
    {
        var probe = Places.Reach(
            Place.ConnectorConnect,
            new ProbeSetup { Name = EntityName.Mds(1), Policy = Policy.LosslessClient with { FeaturesSupported = 0x7 } });

        probe.Reply(Enum.Parse<MessengerTag>(tag), features: 0xc);

        Assert.Equal(fault, probe.Machine.LastFault);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Connector_should_fault_when_the_acceptor_counts_otherwise(uint connectSeq)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient);

        Assert.Equal("Connecting/Backoff", probe.Reply(MessengerTag.Ready, connectSeq: connectSeq).At);
    }

    [Fact]
    public void Terms_should_be_what_both_support_when_the_session_opens()
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient with { FeaturesSupported = 0x8000c3 });

        probe.Reply(MessengerTag.Ready, connectSeq: 1, features: 0x800fc0);

        Assert.Equal(new SessionTerms(0x8000c0, probe.Machine.Policy, null), probe.Machine.Terms);
        Assert.Same(probe.Machine.Terms, probe.Effects.OfType<SessionEffect.Opened>().Single().Terms);
    }

    [Theory]
    [InlineData("lossless-client", true)]
    [InlineData("lossy-client", false)]
    public void Acceptors_word_on_lossy_should_hold_from_the_opening_on_when_the_policies_differ(string policy, bool lossy)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.Parse(policy));

        probe.Reply(MessengerTag.Sequence, connectSeq: 1, lossy: lossy);
        Assert.Equal(!lossy, probe.Machine.Policy.Lossy);

        probe.Sequence(0);
        Assert.Equal(lossy, probe.Machine.Policy.Lossy);
        Assert.Equal(lossy, probe.Machine.Terms!.Policy.Lossy);
    }

    [Fact]
    public void Connector_should_drop_what_the_peer_has_and_tell_what_it_has_when_told_SEQ()
    {
        var probe = Places.Reach(Place.ConnectorOpen, Policy.LosslessPeer);
        probe.Enqueue(4).WriteAll();
        probe.Receive(7).Lost();
        probe.SocketConnected().ServerHello().Granted(sequence: true);

        probe.Sequence(3);

        Assert.Contains("write in_seq 7", probe.Script);
        Assert.Equal([1UL, 2, 3], probe.Released);
        Assert.Equal([(4, 4)], probe.WriteAll());
    }

    [Fact]
    public void Connector_should_send_everything_again_when_told_READY()
    {
        var probe = Places.Reach(Place.ConnectorOpen, Policy.LosslessPeer);
        probe.Enqueue(2).WriteAll();
        probe.Lost();

        probe.SocketConnected().ServerHello().Granted(sequence: false);

        Assert.Equal([(1, 1), (2, 2)], probe.WriteAll());
    }

    [Fact]
    public void Connector_should_come_back_with_the_number_the_acceptor_has_when_the_socket_is_lost_after_its_answer()
    {
        // 1. The acceptor answered SEQ and counts the session as its first.
        var probe = Places.Reach(Place.ConnectorSequence, Policy.LosslessClient);
        // 2. The socket dies before the numbers are exchanged; this is no open session, so connect_seq stays.
        probe.Lost();
        Assert.Equal(("Connecting/Backoff", 1u), (probe.At, probe.Machine.ConnectSeq));
        // 3. The next connect is an ordinary reconnect: connect_seq 0 would look like a restarted peer.
        probe.Timer(SessionTimer.Backoff).SocketConnected();
        Assert.Contains("write connect cs=1 gs=2", probe.ServerHello().Script);
    }
}

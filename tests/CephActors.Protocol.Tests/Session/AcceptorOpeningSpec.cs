using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>No other session stands in the way. Ceph: <c>ProtocolV1::open</c>, <c>handle_ready_connect_message_reply_write</c>.</summary>
public class AcceptorOpeningSpec
{
    [Theory]
    [InlineData("lossless-peer")]
    [InlineData("stateful-server")]
    [InlineData("stateless-registered-server")]
    public void Row_0a_should_answer_RESETSESSION_when_the_peer_continues_a_session_that_is_not_here(string policy)
    {
        var probe = Places.Reach(Place.AcceptorConnect, Policy.Parse(policy)).Request(connectSeq: 5);
        // Registered it could be found and dial: with which connect_seq, where there is no session?
        Assert.Equal(["lookup"], probe.Script);

        probe.NoExisting();

        Assert.Equal(["write reply ResetSession cs=0 gs=0", "expect Connect"], probe.Script);
        Assert.Equal(new ConnectReply(MessengerTag.ResetSession, CephFeatures.All, 0, 0, 10, 0), probe.SentReply);
        Assert.Equal(("Accepting/Connect", 0u, 0u), (probe.At, probe.Machine.ConnectSeq, probe.Machine.PeerGlobalSeq));
        // Told so, the peer starts a new session on the same socket.
        Assert.Equal(["lookup, register"], probe.Request(connectSeq: 0).Script);
        probe.NoExisting();
        Assert.Equal(("Accepting/Sequence", 1u), (probe.At, probe.Machine.ConnectSeq));
    }

    [Fact]
    public void Row_0b_should_open_when_the_peer_starts_a_session()
    {
        var probe = Places.Reach(Place.AcceptorLookup, Policy.LosslessPeer);

        probe.NoExisting();

        Assert.Equal((MessengerTag.Sequence, 1u), (probe.SentReply.Tag, probe.SentReply.ConnectSeq));
    }

    [Theory]
    [InlineData(CephFeatures.All, "Sequence")]
    [InlineData(CephFeatures.All & ~CephFeatures.ReconnectSeq, "Ready")]
    public void Acceptor_should_answer_SEQ_only_when_the_peer_can_exchange_numbers(ulong features, string tag)
    {
        var probe = Places.Reach(Place.AcceptorConnect, Policy.LosslessPeer).Request(features: features);

        probe.NoExisting();

        Assert.Equal(Enum.Parse<MessengerTag>(tag), probe.SentReply.Tag);
        Assert.Equal(tag == "Ready", probe.Machine.IsOpen);
        Assert.Equal([SessionEvent.Accept], probe.Raised);
    }

    [Fact]
    public void Acceptor_should_raise_accept_between_its_answer_and_the_opening_when_it_answers_READY()
    {
        var probe = Places.Reach(Place.AcceptorConnect, Policy.LosslessPeer).Request(features: 0x2);

        probe.NoExisting();

        Assert.Equal(["write reply Ready cs=1 gs=1", "stop Ready", "start Idle 900", "raise Accept", "opened"], probe.Script);
    }

    [Fact]
    public void Terms_should_be_known_when_accept_is_raised()
    {
        var probe = Places.Reach(Place.AcceptorConnect, Policy.LosslessPeer with { FeaturesSupported = 0x8000c3 });
        probe.Request(features: 0x800fc0);

        probe.NoExisting();

        Assert.Equal(("Accepting/Sequence", 0x8000c0UL), (probe.At, probe.Machine.Terms!.Features));
        Assert.False(probe.Machine.IsOpen);
        Assert.Equal(0x8000c3UL, probe.SentReply.Features);
    }

    [Fact]
    public void Acceptor_should_take_the_numbers_of_the_request_when_it_opens()
    {
        var probe = Places.Reach(Place.Replacing, Policy.LosslessPeer);

        probe.Request(connectSeq: 41, globalSeq: 77).NoExisting();

        Assert.Equal((42u, 77u), (probe.Machine.ConnectSeq, probe.Machine.PeerGlobalSeq));
    }

    [Fact]
    public void Acceptor_should_give_each_accepted_session_a_fresh_global_seq_when_it_answers()
    {
        var probe = Places.Reach(Place.AcceptorLookup, Policy.LosslessPeer);
        probe.Context.GlobalSeq.Next(99);

        Assert.Equal(101u, probe.NoExisting().SentReply.GlobalSeq);
    }

    [Fact]
    public void Acceptor_should_drop_what_the_peer_has_when_it_tells_its_number()
    {
        var probe = Places.Reach(Place.AcceptorOpen, Policy.LosslessPeer);
        probe.Enqueue(3).WriteAll();
        probe.Receive(5).Replace().Request(connectSeq: 2, globalSeq: 12).NoExisting();
        Assert.Contains("write in_seq 5", probe.Script);

        probe.Sequence(2);

        Assert.Equal([1UL, 2], probe.Released);
        Assert.Equal([(3, 3)], probe.WriteAll());
    }

    [Fact]
    public void Session_should_be_kept_when_the_socket_is_lost_after_the_answer()
    {
        // 1. The answer is out; the peer may have read it and hold the session for open.
        var probe = Places.Reach(Place.AcceptorSequence, Policy.LosslessPeer);
        // 2. The socket dies before the peer's number arrives.
        probe.Lost();
        // 3. The peer's reconnect has to find the session: RESETSESSION would cost it its queue.
        Assert.Equal(("Standby", 1u), (probe.At, probe.Machine.ConnectSeq));
        Assert.Empty(probe.Raised);
        Assert.Equal(AcceptVerdict.Replace, probe.Asked(2, 11).Decision.Verdict);
    }

    [Fact]
    public void Session_should_yield_to_a_newer_socket_when_the_peer_gave_up_the_one_being_opened()
    {
        var probe = Places.Reach(Place.AcceptorSequence, Policy.LosslessPeer).Replace().Request(connectSeq: 2, globalSeq: 12).NoExisting();

        // Not row 2: the exchange of numbers may hang on a dead socket until the ready timeout.
        Assert.Equal(new AcceptDecision(AcceptVerdict.Replace, 0, 12), probe.Asked(4, 13).Decision);
    }
}

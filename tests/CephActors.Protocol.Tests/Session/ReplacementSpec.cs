using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>A session takes another socket of its peer. Ceph: <c>ProtocolV1::replace</c>, <c>open</c>.</summary>
public class ReplacementSpec
{
    [Theory]
    [InlineData(Place.Fresh, 0)]
    [InlineData(Place.Dialing, 0)]
    [InlineData(Place.ConnectorBanner, 0)]
    [InlineData(Place.ConnectorConnect, 0)]
    [InlineData(Place.ConnectorSequence, 500)]
    [InlineData(Place.ConnectorOpen, 500)]
    [InlineData(Place.Backoff, 0)]
    [InlineData(Place.Wait, 0)]
    [InlineData(Place.Standby, 500)]
    [InlineData(Place.AcceptorSequence, 10)]
    [InlineData(Place.AcceptorOpen, 10)]
    public void Session_should_answer_RETRY_GLOBAL_first_and_open_on_the_same_socket_when_it_takes_one(Place place, uint held)
    {
        var probe = Places.Reach(place, Policy.LosslessPeer);

        probe.Replace();

        Assert.Equal(["stop Backoff", "stop Idle", "start Ready 10", $"write reply RetryGlobal cs=0 gs={held}", "expect Connect"], probe.Script);
        Assert.Equal(("Accepting/Connect", true), (probe.At, probe.Machine.Replacing));
        Assert.Equal(CephFeatures.All, probe.SentReply.Features);
        Assert.Null(probe.Machine.Terms);
        Assert.Equal(["lookup, register"], probe.Request(connectSeq: 8, globalSeq: held + 5).Script);
        Assert.Equal((MessengerTag.Sequence, 9u), (probe.NoExisting().SentReply.Tag, probe.SentReply.ConnectSeq));
        Assert.Equal(("Open", false), (probe.Sequence(0).At, probe.Machine.Replacing));
        Assert.Equal([SessionEvent.Accept], probe.AllRaised[^1..]);
    }

    [Fact]
    public void Session_should_open_whatever_connect_seq_the_peer_names_when_it_has_the_socket_already()
    {
        // The row that led to the replacement has judged the numbers.
        var probe = Places.Reach(Place.Replacing, Policy.LosslessPeerReuse);

        probe.Request(connectSeq: 7, globalSeq: 1).NoExisting();

        Assert.Equal((8u, 1u), (probe.Machine.ConnectSeq, probe.Machine.PeerGlobalSeq));
    }

    [Fact]
    public void Messages_should_be_sent_again_with_their_numbers_when_the_session_was_replaced()
    {
        var probe = Places.Reach(Place.AcceptorOpen, Policy.LosslessPeer).Enqueue(3);
        probe.WriteAll();
        probe.Enqueue(1, firstTid: 4).Replace();
        Assert.Equal((4, 0, 0UL), (probe.Machine.Queues.Queued, probe.Machine.Queues.Unacked, probe.Machine.Queues.OutSeq));

        probe.Request(connectSeq: 2, globalSeq: 12).NoExisting().Sequence(1);

        Assert.Equal([(2, 2), (3, 3), (4, 4)], probe.WriteAll());
        Assert.Equal([1UL], probe.Released);
    }

    [Fact]
    public void Session_should_answer_READY_and_receive_from_one_when_the_peer_restarted_and_resets_are_not_checked()
    {
        var probe = Places.Reach(Place.AcceptorOpen, Policy.LosslessPeer).Enqueue(2).Receive(6);
        probe.WriteAll();

        probe.Asked(0, 11).Adopted(0, 11).Request(connectSeq: 0, globalSeq: 12).NoExisting();

        Assert.Equal(["write reply Ready cs=1 gs=2", "stop Ready", "start Idle 900", "raise Accept", "opened"], probe.Script);
        Assert.Equal(("Open", 1u, 0UL), (probe.At, probe.Machine.ConnectSeq, probe.Machine.Queues.InSeq));
        Assert.False(probe.Machine.Queues.OwesAck);
        Assert.False(probe.Machine.PeerReset);
        // What was not acknowledged goes to the new incarnation of the peer.
        Assert.Equal([(1, 1), (2, 2)], probe.WriteAll());
        Assert.DoesNotContain(SessionEvent.RemoteReset, probe.AllRaised);
    }

    [Fact]
    public void Session_should_start_anew_when_the_peer_restarted_and_resets_are_checked()
    {
        var probe = Places.Reach(Place.AcceptorOpen, new ProbeSetup { Policy = Policy.LosslessPeerReuse, Random = 0x1_0000_0007 });
        probe.Enqueue(2).Receive(6).WriteAll();

        probe.Asked(0, 11);
        Assert.Equal([SessionEvent.RemoteReset], probe.Raised);
        Assert.Equal([1UL, 2], probe.Released);
        Assert.Equal((0u, 0UL, 7UL), (probe.Machine.ConnectSeq, probe.Machine.Queues.InSeq, probe.Machine.Queues.OutSeq));

        probe.Adopted(0, 11).Request(connectSeq: 0, globalSeq: 12).NoExisting();
        Assert.Equal((MessengerTag.Ready, 1u), (probe.SentReply.Tag, probe.SentReply.ConnectSeq));
        // No exchange of numbers: Ceph starts over at the peer's 0 where nothing was requeued.
        Assert.Equal([(3, 1)], probe.Enqueue(1, firstTid: 3).WriteAll());
    }

    [Fact]
    public void Peer_reset_should_be_forgotten_when_the_new_socket_is_lost()
    {
        // 1. The restarted peer's socket is taken over, and lost before it opens.
        var probe = Places.Reach(Place.AcceptorOpen, Policy.LosslessPeer).Receive(6);
        probe.Asked(0, 11).Adopted(0, 11).Lost();
        Assert.False(probe.Machine.PeerReset);
        // 2. What comes next and continues the session must not have its numbers restarted, or messages would come twice.
        probe.Asked(2, 12).Adopted(2, 12).Request(connectSeq: 2, globalSeq: 13).NoExisting();
        Assert.Equal(MessengerTag.Sequence, probe.SentReply.Tag);
        Assert.Contains("write in_seq 6", probe.Script);
    }

    [Theory]
    [InlineData("lossless-peer-reuse", 0)]
    [InlineData("lossless-client", 0)]
    [InlineData("lossless-peer", 2)]
    public void Session_should_dial_with_0_when_the_socket_that_reset_it_is_lost(string policy, uint connectSeq)
    {
        // A peer that stands at 1 would take 1 for the session it knows and not be told of the reset.
        var probe = Places.Reach(Place.AcceptorOpen, Policy.Parse(policy));

        probe.Asked(0, 11).Adopted(0, 11).Enqueue().Lost();

        Assert.Equal(("Connecting/Dialing", connectSeq), (probe.At, probe.Machine.ConnectSeq));
    }

    [Fact]
    public void Session_should_raise_nothing_when_it_takes_a_socket()
    {
        var probe = Places.Reach(Place.AcceptorOpen, Policy.LosslessPeer);
        var before = probe.AllRaised.Length;

        probe.Replace();

        Assert.Equal(before, probe.AllRaised.Length);
    }

    [Theory]
    [InlineData("lossless-peer", 0, "Standby")]
    [InlineData("lossless-peer", 1, "Connecting/Dialing")]
    [InlineData("stateful-server", 1, "Standby")]
    [InlineData("lossless-client", 0, "Connecting/Dialing")]
    public void Session_should_survive_when_the_socket_it_took_is_lost(string policy, int queued, string at)
    {
        var probe = Places.Reach(Place.Replacing, Policy.Parse(policy)).Enqueue(queued);

        probe.Lost();

        Assert.Equal((at, false), (probe.At, probe.Machine.Replacing));
        Assert.Empty(probe.Raised);
    }

    [Fact]
    public void Ready_timeout_should_end_the_replacement_when_the_peer_falls_silent()
    {
        var probe = Places.Reach(Place.Replacing, Policy.LosslessPeer);

        Assert.Equal("Standby", probe.Timer(SessionTimer.Ready).At);
        Assert.Equal(AcceptVerdict.Replace, probe.Asked(5, 20).Decision.Verdict);
    }

    [Fact]
    public void What_the_old_socket_says_should_be_ignored_when_a_new_one_was_taken()
    {
        var probe = Places.Reach(Place.AcceptorOpen, Policy.LosslessPeer);
        var old = probe.Incarnation;
        probe.Replace();

        Assert.Empty(probe.Step(new SessionInput.SocketLost(old, false, "late")).Effects);
        Assert.Empty(probe.Step(new SessionInput.CloseReceived(old)).Effects);
        Assert.Equal("Accepting/Connect", probe.At);
    }

    [Fact]
    public void Policy_should_be_looked_up_again_when_the_peer_connects_anew()
    {
        var probe = Places.Reach(Place.Replacing, Policy.LosslessPeer);
        probe.Context.Policies.Default = Policy.LosslessPeerReuse;

        probe.Request(connectSeq: 2, globalSeq: 12);

        Assert.Equal("lossless-peer-reuse", probe.Machine.Policy.Name);
    }
}

using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>
/// Both sides of a meeting: the existing session that is asked, and the accepting one that gets the answer.
/// Ceph: <c>ProtocolV1::handle_connect_message_2</c>, <c>replace</c>.
/// </summary>
public class ExistingSessionSpec
{
    // Place and policy of the existing session, own address, connect_seq and global_seq of the request (the existing session
    // holds 10 as acceptor, 500 as connector).
    [Theory]
    [InlineData(1, Place.Closed, "lossless-peer", ProbeSetup.Above, 0, 10, "Open", 0, "answer Open")]
    [InlineData(2, Place.Replacing, "lossless-peer", ProbeSetup.Above, 2, 11, "RetryGlobal", 10, "answer RetryGlobal")]
    [InlineData(3, Place.AcceptorOpen, "lossless-peer", ProbeSetup.Above, 2, 9, "RetryGlobal", 10, "answer RetryGlobal")]
    [InlineData(3, Place.ConnectorOpen, "lossless-peer", ProbeSetup.Above, 0, 499, "RetryGlobal", 500, "answer RetryGlobal")]
    [InlineData(5, Place.AcceptorOpen, "lossless-peer", ProbeSetup.Above, 0, 10, "ReplaceAfterReset", 0, "answer ReplaceAfterReset")]
    [InlineData(5, Place.AcceptorOpen, "lossless-peer-reuse", ProbeSetup.Above, 0, 10, "ReplaceAfterReset", 0, "discard", "raise RemoteReset", "answer ReplaceAfterReset")]
    [InlineData(5, Place.Standby, "stateful-server", ProbeSetup.Above, 0, 11, "ReplaceAfterReset", 0, "discard", "raise RemoteReset", "answer ReplaceAfterReset")]
    [InlineData(8, Place.Standby, "lossless-peer", ProbeSetup.Above, 1, 500, "RetrySession", 2, "answer RetrySession")]
    [InlineData(8, Place.AcceptorOpen, "stateful-server", ProbeSetup.Above, 1, 10, "RetrySession", 2, "answer RetrySession")]
    [InlineData(9, Place.Dialing, "lossless-peer", ProbeSetup.Above, 0, 1, "Replace", 0, "answer Replace")]
    [InlineData(9, Place.ConnectorConnect, "lossless-peer-reuse", ProbeSetup.Above, 0, 1, "Replace", 0, "answer Replace")]
    [InlineData(9, Place.Backoff, "lossless-peer", ProbeSetup.Above, 0, 1, "Replace", 0, "answer Replace")]
    [InlineData(9, Place.Wait, "lossless-peer", ProbeSetup.Above, 0, 1, "Replace", 0, "answer Replace")]
    [InlineData(9, Place.Fresh, "lossless-peer", ProbeSetup.Above, 0, 1, "Replace", 0, "answer Replace")]
    [InlineData(9, Place.AcceptorSequence, "lossless-peer", "v1:10.0.0.2:6802/5", 1, 10, "Replace", 0, "answer Replace")]
    [InlineData(10, Place.ConnectorConnect, "lossless-peer", "v1:10.0.0.2:6802/5", 0, 1, "Wait", 0, "answer Wait")]
    [InlineData(10, Place.Dialing, "lossless-peer", "v1:10.0.0.1:6801/10", 0, 1, "Wait", 0, "answer Wait")]
    [InlineData(9, Place.Dialing, "lossless-peer", "v1:10.0.0.1:6801/12", 0, 1, "Replace", 0, "answer Replace")]
    [InlineData(10, Place.Dialing, "lossless-peer", "v1:10.0.0.9:7000/0", 0, 1, "Wait", 0, "answer Wait")]
    [InlineData(10, Place.Dialing, "lossless-peer", ProbeSetup.Below, 0, 1, "Wait", 0, "answer Wait")]
    [InlineData(9, Place.Dialing, "lossless-peer", "[v2:10.0.0.9:7000/1,v1:10.0.0.2:6802/22]", 0, 1, "Replace", 0, "answer Replace")]
    [InlineData(11, Place.Dialing, "lossless-peer-reuse", ProbeSetup.Above, 3, 1, "ResetSession", 0, "answer ResetSession")]
    [InlineData(12, Place.Dialing, "lossless-peer", ProbeSetup.Above, 3, 1, "Replace", 0, "answer Replace")]
    [InlineData(12, Place.AcceptorOpen, "lossless-peer", ProbeSetup.Above, 9, 10, "Replace", 0, "answer Replace")]
    [InlineData(12, Place.Standby, "stateful-server", ProbeSetup.Above, 2, 11, "Replace", 0, "answer Replace")]
    public void Existing_session_should_answer_by_its_row_when_asked(
        int row, Place place, string policy, string own, uint connectSeq, uint globalSeq, string verdict, uint seq, params string[] script)
    {
        var probe = Places.Reach(place, new ProbeSetup { Policy = Policy.Parse(policy), OwnAddress = own });
        var before = probe.At;

        probe.Asked(connectSeq, globalSeq);

        Assert.Equal(new AcceptDecision(Enum.Parse<AcceptVerdict>(verdict), seq, row), probe.Decision);
        Assert.Equal(script, probe.Script);
        Assert.Equal(before, probe.At);
    }

    [Fact]
    public void Row_4_should_end_the_existing_session_when_it_is_lossy()
    {
        var probe = Places.Reach(Place.AcceptorOpen, Policy.StatelessRegisteredServer).Enqueue(2);

        probe.Asked(0, 11);

        Assert.Equal(
            ["discard", "raise RemoteReset", "drop", "stop Ready", "stop Idle", "stop Backoff", "discard", "raise Reset", "stopped", "answer ReplaceLossy"],
            probe.Script);
        Assert.Equal(("Closed", AcceptVerdict.ReplaceLossy, 4), (probe.At, probe.Decision.Verdict, probe.Decision.Row));
        Assert.Equal([1UL, 2], probe.Released);
    }

    [Fact]
    public void Row_6_should_answer_with_the_number_to_use_when_the_peer_is_behind()
    {
        var probe = Places.Reach(Place.Replacing, Policy.LosslessPeer).Request(connectSeq: 5, globalSeq: 12).NoExisting().Sequence(0);

        Assert.Equal(new AcceptDecision(AcceptVerdict.RetrySession, 7, 6), probe.Asked(5, 13).Decision);
    }

    [Fact]
    public void Row_7_should_replace_when_neither_side_ever_had_a_session()
    {
        // A connector that was refused and has nothing to send stands by with connect_seq 0.
        var probe = Places.Reach(Place.Dialing, Policy.LosslessPeerReuse).Lost();
        Assert.Equal("Standby", probe.At);

        Assert.Equal(new AcceptDecision(AcceptVerdict.Replace, 0, 7), probe.Asked(0, 1).Decision);
    }

    [Fact]
    public void Row_8_should_give_a_first_number_when_peers_do_not_check_resets()
    {
        var probe = Places.Reach(Place.Dialing, Policy.LosslessPeer).Lost();

        Assert.Equal(new AcceptDecision(AcceptVerdict.RetrySession, 1, 8), probe.Asked(0, 1).Decision);
        Assert.Equal(new AcceptDecision(AcceptVerdict.Replace, 0, 12), probe.Asked(1, 1).Decision);
    }

    [Fact]
    public void Row_9_should_let_the_peer_win_when_the_existing_session_is_a_server()
    {
        var probe = Places.Reach(Place.Dialing, new ProbeSetup { Policy = Policy.StatefulServer, OwnAddress = "v1:10.0.0.2:6802/5" });

        Assert.Equal(new AcceptDecision(AcceptVerdict.Replace, 0, 9), probe.Asked(0, 1).Decision);
    }

    [Fact]
    public void Row_10_should_make_the_own_attempt_follow_through_when_it_wins_with_nothing_to_send()
    {
        var probe = Places.Reach(Place.ConnectorConnect, new ProbeSetup { OwnAddress = "v1:10.0.0.2:6802/5" });

        probe.Asked(0, 1);
        Assert.True(probe.Machine.KeepalivePending);

        // Without the keepalive this would be standby, and both would wait for each other.
        Assert.Equal("Connecting/Backoff", probe.Lost().At);
    }

    [Fact]
    public void Row_9_should_let_the_peer_win_when_the_existing_session_opens_on_a_socket_the_peer_gave_up()
    {
        var probe = Places.Reach(Place.AcceptorSequence, new ProbeSetup { OwnAddress = "v1:10.0.0.2:6802/5" });

        Assert.Equal(new AcceptDecision(AcceptVerdict.Replace, 0, 9), probe.Asked(1, 11).Decision);
    }

    [Theory]
    [InlineData("RetryGlobal", 30, "reply RetryGlobal cs=0 gs=30")]
    [InlineData("RetrySession", 4, "reply RetrySession cs=4 gs=0")]
    [InlineData("ResetSession", 0, "reply ResetSession cs=0 gs=0")]
    [InlineData("Wait", 0, "reply Wait cs=0 gs=0")]
    public void Accepting_session_should_pass_the_answer_on_and_await_the_next_connect_when_it_is_turned_away(string verdict, uint seq, string reply)
    {
        var probe = Places.Reach(Place.AcceptorLookup, Policy.LosslessPeer);

        probe.Answered(Enum.Parse<AcceptVerdict>(verdict), seq);

        Assert.Equal([$"write {reply}", "expect Connect"], probe.Script);
        Assert.Equal((CephFeatures.All, 10u, (byte)0), (probe.SentReply.Features, probe.SentReply.ProtocolVersion, probe.SentReply.Flags));
        Assert.Equal("Accepting/Connect", probe.At);
    }

    [Theory]
    [InlineData("Open")]
    [InlineData("ReplaceLossy")]
    public void Accepting_session_should_ask_for_the_address_again_when_the_holder_is_gone(string verdict)
    {
        var probe = Places.Reach(Place.AcceptorLookup, Policy.LosslessPeer);

        Assert.Equal(["lookup, register"], probe.Answered(Enum.Parse<AcceptVerdict>(verdict)).Script);
        Assert.Equal(MessengerTag.Sequence, probe.NoExisting().SentReply.Tag);
    }

    [Theory]
    [InlineData("Replace")]
    [InlineData("ReplaceAfterReset")]
    public void Accepting_session_should_end_with_a_reset_when_its_socket_was_taken(string verdict)
    {
        var probe = Places.Reach(Place.AcceptorLookup, Policy.LosslessPeer);

        probe.Answered(Enum.Parse<AcceptVerdict>(verdict));

        Assert.Equal("Closed", probe.At);
        Assert.Equal([SessionEvent.Reset], probe.AllRaised);
        Assert.Equal("stopped", probe.Script[^1]);
    }

    [Fact]
    public void Accepting_session_should_ignore_the_answer_when_its_socket_was_lost_meanwhile()
    {
        var probe = Places.Reach(Place.AcceptorLookup, Policy.LosslessPeer).Lost();
        Assert.Equal("Closed", probe.At);

        Assert.Empty(probe.Answered(AcceptVerdict.RetrySession, 4).Effects);
        Assert.Empty(probe.NoExisting().Effects);
    }
}

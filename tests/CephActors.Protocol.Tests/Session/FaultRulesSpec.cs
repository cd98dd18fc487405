using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>What a lost socket leads to, for every policy at every place. Ceph: <c>ProtocolV1::fault</c>.</summary>
public class FaultRulesSpec
{
    // Columns: stateful-server, stateless-registered-server, stateless-server, lossless-peer, lossless-peer-reuse, lossy-client,
    // lossless-client. X closed with reset, S standby, B backoff, R reconnect at once, N the same and counted from nothing, for the
    // session was never open, - no such place or nothing to fault.
    public static TheoryData<Place, string, string> NothingQueued => Table(
        (Place.Fresh, "- - - - - - -"),
        (Place.Dialing, "S B B S S B B"),
        (Place.ConnectorBanner, "S X X S S X B"),
        (Place.ConnectorConnect, "S X X S S X B"),
        (Place.ConnectorSequence, "S X X S S X B"),
        (Place.ConnectorOpen, "S X X S S X R"),
        (Place.Backoff, "- - - - - - -"),
        (Place.Standby, "- - - - - - -"),
        (Place.AcceptorBanner, "X X X X X X X"),
        (Place.AcceptorConnect, "X X X X X X X"),
        (Place.AcceptorLookup, "X X - X X X X"),
        (Place.AcceptorSequence, "S X X S S X R"),
        (Place.AcceptorOpen, "S X X S S X R"),
        (Place.Replacing, "S - - S S - R"),
        (Place.Closed, "- - - - - - -"));

    public static TheoryData<Place, string, string> Queued => Table(
        (Place.Dialing, "B B B B B B B"),
        (Place.ConnectorBanner, "B X X B B X B"),
        (Place.ConnectorConnect, "B X X B B X B"),
        (Place.ConnectorSequence, "B X X B B X B"),
        (Place.ConnectorOpen, "S X X R R X R"),
        (Place.AcceptorConnect, "S X X R N X N"),
        (Place.AcceptorLookup, "S X - R N X N"),
        (Place.AcceptorSequence, "S X X R R X R"),
        (Place.AcceptorOpen, "S X X R R X R"),
        (Place.Replacing, "S - - R R - R"));

    public static TheoryData<Place, string, string> KeepaliveWanted => Table(
        (Place.Dialing, "B B B B B B B"),
        (Place.ConnectorConnect, "B X X B B X B"),
        (Place.ConnectorOpen, "S X X R R X R"),
        (Place.AcceptorConnect, "X X X X X X X"),
        (Place.AcceptorOpen, "S X X R R X R"),
        (Place.Replacing, "S - - R R - R"));

    [Theory]
    [MemberData(nameof(NothingQueued))]
    public void Fault_should_follow_the_rules_when_nothing_is_queued(Place place, string policy, string outcome) =>
        Check(Places.Reach(place, Policy.Parse(policy)), outcome, probe => probe.Lost());

    [Theory]
    [MemberData(nameof(NothingQueued))]
    public void Bad_frame_should_be_a_fault_when_nothing_is_queued(Place place, string policy, string outcome) =>
        Check(Places.Reach(place, Policy.Parse(policy)), outcome, probe => probe.BadFrame());

    [Theory]
    [InlineData(Place.ConnectorOpen, "Open")]
    [InlineData(Place.ConnectorConnect, "Connecting/Connect")]
    public void Fault_should_be_counted_and_say_where_it_happened(Place place, string where)
    {
        var probe = Places.Reach(place, Policy.LosslessClient);

        probe.Lost();

        Assert.Equal(1, probe.Machine.Faults);
        Assert.Equal(where, probe.Effects.OfType<SessionEffect.Report>().Single().Arguments[0]);
    }

    [Theory]
    [MemberData(nameof(Queued))]
    public void Fault_should_follow_the_rules_when_a_message_is_queued(Place place, string policy, string outcome) =>
        Check(Places.Reach(place, Policy.Parse(policy)).Enqueue(), outcome, probe => probe.Lost());

    [Theory]
    [MemberData(nameof(Queued))]
    public void Fault_should_follow_the_rules_when_a_message_is_not_acknowledged(Place place, string policy, string outcome)
    {
        var probe = Places.Reach(place, Policy.Parse(policy)).Enqueue();
        // A lossy session keeps nothing, one that is not open has written nothing yet.
        if (!probe.Machine.Policy.Lossy && probe.Machine.IsOpen)
            Assert.Equal([(1, 1)], probe.WriteAll());

        Check(probe, outcome, p => p.Lost());
    }

    [Theory]
    [MemberData(nameof(KeepaliveWanted))]
    public void Fault_should_follow_the_rules_when_only_a_keepalive_is_wanted(Place place, string policy, string outcome)
    {
        var probe = Places.Reach(place, Policy.Parse(policy));
        probe.Machine.KeepalivePending = true;

        Check(probe, outcome, p => p.Lost());
    }

    [Fact]
    public void Lossy_session_should_keep_dialling_when_it_never_got_a_socket()
    {
        var probe = Places.Reach(Place.Dialing, Policy.LossyClient);

        for (var i = 0; i < 20; i++)
            probe.Lost().Timer(SessionTimer.Backoff);

        Assert.Equal("Connecting/Dialing", probe.At);
        Assert.Empty(probe.AllRaised);
    }

    [Fact]
    public void Refused_should_be_raised_at_each_attempt_when_nobody_listens()
    {
        var probe = Places.Reach(Place.Dialing, Policy.LossyClient);

        Assert.Equal([SessionEvent.Refused], probe.Lost(refused: true).Raised);
        Assert.Equal("raise Refused", probe.Script[0]);
        Assert.Equal([SessionEvent.Refused], probe.Timer(SessionTimer.Backoff).Lost(refused: true).Raised);
        Assert.Empty(probe.Timer(SessionTimer.Backoff).Lost(refused: false).Raised);
    }

    [Fact]
    public void Messages_should_stay_in_line_when_a_lossless_session_faults()
    {
        var probe = Places.Reach(Place.ConnectorOpen, Policy.LosslessClient).Enqueue(3);
        probe.WriteAll();
        probe.Enqueue(1, firstTid: 4);

        probe.Lost();

        Assert.Equal((4, 0, 0UL), (probe.Machine.Queues.Queued, probe.Machine.Queues.Unacked, probe.Machine.Queues.OutSeq));
        Assert.Empty(probe.Released);
    }

    [Fact]
    public void Messages_should_be_let_go_when_a_lossy_session_dies()
    {
        var probe = Places.Reach(Place.ConnectorOpen, Policy.LossyClient).Enqueue(3);

        probe.Lost();

        Assert.Equal([1UL, 2, 3], probe.Released);
        Assert.Equal(
            ["drop", "stop Ready", "stop Idle", "stop Backoff", "discard", "raise Reset", "stopped"],
            probe.Script);
    }

    private static TheoryData<Place, string, string> Table(params (Place Place, string Outcomes)[] rows)
    {
        var data = new TheoryData<Place, string, string>();
        foreach (var (place, outcomes) in rows)
            foreach (var (policy, outcome) in Places.Policies.Zip(outcomes.Split(' ')))
            {
                // Nothing happens to a session without a socket; a place that does not exist cannot be reached.
                if (outcome != "-" || Places.Exists(place, policy))
                    data.Add(place, policy.Name, outcome);
            }

        return data;
    }

    private static void Check(SessionProbe probe, string outcome, Action<SessionProbe> fault)
    {
        var (at, connectSeq, globalSeq, incarnation) = (probe.At, probe.Machine.ConnectSeq, probe.Machine.GlobalSeq, probe.Incarnation);

        fault(probe);

        if (outcome == "-")
        {
            Assert.Equal(at, probe.At);
            Assert.Empty(probe.Effects);
            return;
        }

        Assert.Null(probe.Machine.Terms);
        Assert.False(probe.Machine.Replacing);
        Assert.True(probe.Incarnation > incarnation);
        Assert.Equal(["drop", "stop Ready", "stop Idle"], probe.Script[..3]);
        Assert.Equal(outcome == "X" ? [SessionEvent.Reset] : [], probe.Raised);
        Assert.Equal(outcome == "R" ? connectSeq + 1 : connectSeq, probe.Machine.ConnectSeq);
        var (expected, script) = outcome switch
        {
            "X" => ("Closed", ["stop Backoff", "discard", "raise Reset", "stopped"]),
            "S" => ("Standby", Array.Empty<string>()),
            "B" => ("Connecting/Backoff", ["start Backoff 0.2"]),
            _ => ("Connecting/Dialing", ["dial v1:10.0.0.1:6801/11"]),
        };
        Assert.Equal(expected, probe.At);
        Assert.Equal(script, probe.Script[3..]);
        if (outcome is "R" or "N")
            Assert.True(probe.Machine.GlobalSeq > globalSeq);
    }
}

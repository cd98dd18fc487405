using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>
/// Bounds on handshakes and on silence. Ceph: <c>AsyncConnection::tick</c>, options <c>ms_connection_ready_timeout</c> and
/// <c>ms_connection_idle_timeout</c>.
/// </summary>
public class SessionTimersSpec
{
    [Theory]
    [InlineData(Place.Dialing, false)]
    [InlineData(Place.ConnectorBanner, true)]
    [InlineData(Place.AcceptorBanner, true)]
    [InlineData(Place.Replacing, true)]
    public void Ready_timer_should_start_with_the_handshake_when_a_socket_is_there(Place place, bool starts)
    {
        var probe = Places.Reach(place, Policy.LosslessPeer);

        Assert.Equal(starts ? TimeSpan.FromSeconds(10) : null, probe.Started(SessionTimer.Ready));
    }

    [Theory]
    [InlineData(Place.ConnectorBanner, "Connecting/Backoff")]
    [InlineData(Place.ConnectorConnect, "Connecting/Backoff")]
    [InlineData(Place.ConnectorSequence, "Connecting/Backoff")]
    [InlineData(Place.AcceptorBanner, "Closed")]
    [InlineData(Place.AcceptorConnect, "Closed")]
    [InlineData(Place.AcceptorLookup, "Closed")]
    [InlineData(Place.AcceptorSequence, "Connecting/Dialing")]
    [InlineData(Place.Replacing, "Connecting/Dialing")]
    public void Ready_timer_should_be_a_fault_when_the_handshake_is_not_done(Place place, string at) =>
        Assert.Equal(at, Places.Reach(place, Policy.LosslessClient).Timer(SessionTimer.Ready).At);

    [Theory]
    [InlineData(Place.Fresh)]
    [InlineData(Place.Dialing)]
    [InlineData(Place.Backoff)]
    [InlineData(Place.Wait)]
    [InlineData(Place.Standby)]
    [InlineData(Place.ConnectorOpen)]
    [InlineData(Place.AcceptorOpen)]
    [InlineData(Place.Closed)]
    public void Ready_timer_should_do_nothing_when_no_handshake_is_under_way(Place place)
    {
        var probe = Places.Reach(place, Policy.LosslessPeer);
        var before = probe.At;

        Assert.Empty(probe.Timer(SessionTimer.Ready).Effects);
        Assert.Equal(before, probe.At);
    }

    [Fact]
    public void Ready_timer_should_not_start_again_when_the_peer_only_retries()
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessPeer);

        probe.Reply(MessengerTag.RetryGlobal, globalSeq: 3);

        Assert.Null(probe.Started(SessionTimer.Ready));
    }

    [Fact]
    public void Idle_session_should_fault_between_one_and_two_periods_when_nothing_moves()
    {
        var probe = Open(Policy.LossyClient);

        // Something was read just after the timer was started: the first check finds it, the second does not.
        probe.Machine.LastActivity = Seconds(0.1);
        Assert.Equal(["start Idle 1"], probe.Timer(SessionTimer.Idle, Seconds(1)).Script);
        Assert.Equal("Open", probe.At);

        probe.Timer(SessionTimer.Idle, Seconds(2));
        Assert.Equal("Closed", probe.At);
        Assert.Equal([SessionEvent.Reset], probe.Raised);
    }

    [Fact]
    public void Idle_session_should_stay_open_when_something_moves_in_every_period()
    {
        var probe = Open(Policy.LossyClient);

        for (var i = 1; i < 20; i++)
        {
            probe.Machine.LastActivity = Seconds(i - 0.5);
            Assert.Equal(["start Idle 1"], probe.Timer(SessionTimer.Idle, Seconds(i)).Script);
        }

        Assert.Equal("Open", probe.At);
    }

    [Theory]
    [InlineData("lossy-client", "Closed")]
    [InlineData("lossless-peer", "Standby")]
    [InlineData("lossless-client", "Connecting/Dialing")]
    public void Idle_session_should_follow_the_fault_rules_when_its_time_is_over(string policy, string at) =>
        Assert.Equal(at, Open(Policy.Parse(policy)).Timer(SessionTimer.Idle, Seconds(1)).At);

    [Fact]
    public void Idle_timer_should_not_run_when_there_is_no_bound_on_silence()
    {
        var probe = Places.Reach(Place.ConnectorOpen, new ProbeSetup { IdleTimeout = TimeSpan.Zero });

        Assert.DoesNotContain(probe.History, e => e is SessionEffect.StartTimer { Timer: SessionTimer.Idle });
    }

    [Fact]
    public void Idle_timer_should_do_nothing_when_the_session_is_not_open()
    {
        foreach (var place in Enum.GetValues<Place>().Where(p => p is not (Place.ConnectorOpen or Place.AcceptorOpen)))
            Assert.Empty(Places.Reach(place, Policy.LosslessPeer).Timer(SessionTimer.Idle, Seconds(5000)).Effects);
    }

    private static SessionProbe Open(Policy policy) =>
        Places.Reach(Place.ConnectorOpen, new ProbeSetup { Policy = policy, IdleTimeout = Seconds(1) });

    private static TimeSpan Seconds(double value) => TimeSpan.FromSeconds(value);
}

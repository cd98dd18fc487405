using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Delays between attempts. Ceph: <c>ProtocolV1::fault</c>, options <c>ms_initial_backoff</c> and <c>ms_max_backoff</c>.</summary>
public class BackoffSpec
{
    private static readonly double[] Sequence = [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15, 15, 15];

    [Theory]
    [InlineData(Place.Fresh)]
    [InlineData(Place.Standby)]
    [InlineData(Place.Backoff)]
    [InlineData(Place.Wait)]
    public void Dial_should_be_under_a_new_incarnation_when_a_socket_is_asked_for(Place place)
    {
        var probe = Places.Reach(place, Policy.LosslessPeer);
        var before = probe.Incarnation;

        if (place is Place.Fresh or Place.Standby)
            probe.Send();
        else
            probe.Timer(SessionTimer.Backoff);

        Assert.Equal(before + 1, probe.Effects.OfType<SessionEffect.Dial>().Single().Incarnation);
        Assert.Equal(before + 1, probe.Incarnation);
    }

    [Fact]
    public void Delay_should_double_up_to_its_bound_when_attempts_fail()
    {
        var probe = Places.Reach(Place.Dialing, Policy.LosslessClient);

        Assert.Equal(Sequence, Delays(probe, Sequence.Length));
        Assert.Equal(0u, probe.Machine.ConnectSeq);
    }

    [Fact]
    public void Delay_should_go_on_growing_when_attempts_fail_at_different_steps()
    {
        var probe = Places.Reach(Place.Dialing, Policy.LosslessClient);
        Assert.Equal(0.2, Delay(probe.Lost()));
        Assert.Equal(0.4, Delay(probe.Timer(SessionTimer.Backoff).SocketConnected().Lost()));
        Assert.Equal(0.8, Delay(probe.Timer(SessionTimer.Backoff).SocketConnected().ServerHello().Reply(MessengerTag.BadAuthorizer)));
        Assert.Equal(1.6, Delay(probe.Timer(SessionTimer.Backoff).SocketConnected().ServerHello().Granted(sequence: true).Lost()));
    }

    [Fact]
    public void Delay_should_start_over_when_an_attempt_succeeded()
    {
        var probe = Places.Reach(Place.Dialing, Policy.LosslessClient);
        Delays(probe, 5);
        probe.SocketConnected().ServerHello().Granted(sequence: false);

        // The first attempt after a fault of an open session is made at once.
        Assert.Equal("Connecting/Dialing", probe.Lost().At);
        Assert.Null(probe.Started(SessionTimer.Backoff));
        Assert.Equal(Sequence[..3], Delays(probe, 3));
    }

    [Fact]
    public void Delay_should_start_over_when_the_peer_came_to_us()
    {
        var probe = Places.Reach(Place.Dialing, Policy.LosslessClient);
        Delays(probe, 5);
        probe.Replace().Request(connectSeq: 1, globalSeq: 2).NoExisting().Sequence(0).Lost();

        Assert.Equal("Connecting/Dialing", probe.At);
        Assert.Equal(0.2, Delay(probe.Lost()));
    }

    [Fact]
    public void Delay_should_be_the_longest_when_told_WAIT_and_after_it()
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessClient);

        Assert.Equal(15, Delay(probe.Reply(MessengerTag.Wait)));
        Assert.Equal(15, Delay(probe.Timer(SessionTimer.Backoff).Lost()));
    }

    [Fact]
    public void Timer_should_do_nothing_when_it_fires_outside_a_delay()
    {
        foreach (var place in Enum.GetValues<Place>().Where(p => p is not (Place.Backoff or Place.Wait)))
        {
            var probe = Places.Reach(place, Policy.LosslessPeer);
            Assert.Empty(probe.Timer(SessionTimer.Backoff).Effects);
        }
    }

    [Fact]
    public void Message_should_not_cut_the_delay_short_when_it_is_queued_meanwhile()
    {
        var probe = Places.Reach(Place.Backoff, Policy.LosslessPeer).Enqueue();

        Assert.Empty(probe.Send().Effects);
        Assert.Equal("Connecting/Backoff", probe.At);
    }

    private static double[] Delays(SessionProbe probe, int count)
    {
        var delays = new double[count];
        for (var i = 0; i < count; i++)
        {
            delays[i] = Delay(probe.Lost());
            probe.Timer(SessionTimer.Backoff);
        }

        return delays;
    }

    private static double Delay(SessionProbe probe) => probe.Started(SessionTimer.Backoff)!.Value.TotalSeconds;
}

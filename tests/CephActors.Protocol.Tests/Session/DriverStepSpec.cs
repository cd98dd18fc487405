using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>The order in which inputs are taken and effects carried out.</summary>
public class DriverStepSpec
{
    [Fact]
    public void Input_should_wait_its_turn_when_it_arises_while_effects_are_carried_out()
    {
        var probe = DriverProbe.At(Place.Standby);
        probe.OnEffect = effect =>
        {
            if (effect is SessionEffect.Dial)
                probe.Driver.Step(new SessionInput.SocketConnected(probe.Machine.Incarnation));
            if (effect is SessionEffect.StartTimer)
                probe.Driver.Step(new SessionInput.MarkDown(false));
        };

        probe.Driver.Step(new SessionInput.SendRequested());

        Assert.Equal(
            [
                "now Connecting/Dialing", $"dial {ProbeSetup.Below}",
                "now Connecting/Greeting", "start Ready 10", "s expects ServerHello",
                "now Closed", "s aborted", "stop Ready", "stop Idle", "stop Backoff", "discard", "stopped",
            ],
            probe.Did());
    }

    [Fact]
    public void Driver_should_take_further_inputs_when_carrying_out_an_effect_went_wrong()
    {
        var probe = DriverProbe.At(Place.Standby);
        probe.OnEffect = _ => throw new InvalidOperationException("host");
        Assert.Throws<InvalidOperationException>(() => probe.Driver.Step(new SessionInput.SendRequested()));
        probe.OnEffect = null;
        probe.Did();

        probe.Driver.Step(new SessionInput.MarkDown(true));

        Assert.Equal(["now Closed", "s aborted", "stop Ready", "stop Idle", "stop Backoff", "discard", "raise Reset", "stopped"], probe.Did());
    }

    [Fact]
    public void Driver_should_do_without_a_socket_when_there_is_none()
    {
        var probe = DriverProbe.At(Place.Dialing);
        probe.Driver.Forget();

        probe.Driver.Step(new SessionInput.SocketConnected(probe.Machine.Incarnation));
        Assert.Equal(0, probe.SocketsDropped);
        probe.Driver.Step(new SessionInput.MarkDown(false));

        Assert.Equal(1, probe.SocketsDropped);
        Assert.Equal(
            ["now Connecting/Greeting", "start Ready 10", "now Closed", "stop Ready", "stop Idle", "stop Backoff", "discard", "stopped"],
            probe.Did());
    }
}

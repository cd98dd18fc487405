using CephActors.Framing.V2;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>Where the rules of a lost socket differ from v1. Ceph: <c>ProtocolV2::_fault</c>.</summary>
public class V2FaultSpec
{
    [Theory]
    [InlineData(V2Place.Dialing)]
    [InlineData(V2Place.ConnectorBanner)]
    [InlineData(V2Place.ConnectorHello)]
    [InlineData(V2Place.ConnectorAuth)]
    [InlineData(V2Place.ConnectorSignature)]
    [InlineData(V2Place.ConnectorIdent)]
    public void Lossy_client_should_try_again_when_it_fails_anywhere_in_the_handshake(V2Place place)
    {
        var probe = V2Places.Reach(place, Policy.LossyClient).Lost();

        Assert.Equal("Connecting/Backoff", probe.At);
        Assert.Empty(probe.Raised);
    }

    [Theory]
    [InlineData(V2Place.ConnectorOpen)]
    [InlineData(V2Place.AcceptorOpen)]
    [InlineData(V2Place.AcceptorAnswer)]
    [InlineData(V2Place.AcceptorHello)]
    public void Lossy_session_should_end_when_its_socket_does(V2Place place)
    {
        Assert.Equal([SessionEvent.Reset], V2Places.Reach(place, Policy.StatelessRegisteredServer).Lost().Raised);
    }

    [Fact]
    public void Session_should_be_kept_when_its_answer_was_not_sent()
    {
        Assert.Equal("Standby", V2Places.Reach(V2Place.AcceptorAnswer, Policy.LosslessPeer).Lost().At);
    }

    [Fact]
    public void Connect_seq_should_count_attempts_when_there_is_a_session_to_go_on_with()
    {
        var probe = V2Places.Reach(V2Place.ConnectorOpen, Policy.LosslessClient).Lost();
        Assert.Equal(("Connecting/Dialing", 1UL), (probe.At, probe.Machine.ConnectSeq));

        Assert.Equal(2UL, probe.Lost().Machine.ConnectSeq);
        Assert.Equal(2UL, probe.Backoff().Machine.ConnectSeq);
        Assert.Equal(3UL, probe.Lost().Machine.ConnectSeq);
    }

    [Fact]
    public void Connect_seq_should_stay_zero_when_there_is_no_session_yet()
    {
        var probe = V2Places.Reach(V2Place.ConnectorIdent, Policy.LosslessClient).Lost();
        Assert.Equal(0UL, probe.Machine.ConnectSeq);

        Assert.Equal(0UL, V2Places.Shake(probe.Backoff()).Machine.ConnectSeq);
    }

    [Fact]
    public void Connect_seq_should_count_when_a_message_wakes_the_session()
    {
        var probe = V2Places.Reach(V2Place.Standby, Policy.LosslessPeer).Enqueue();

        Assert.Equal(1UL, probe.Step(new SessionInput.SendRequested()).Machine.ConnectSeq);
    }

    [Fact]
    public void Session_should_wait_before_it_dials_when_it_loses_the_socket_it_was_taking_over()
    {
        var probe = V2Places.Reach(V2Place.Replacing, Policy.LosslessPeer).Enqueue();
        probe.SendsAtOnce = false;

        Assert.Equal("Connecting/Backoff", probe.Lost().At);
    }

    [Fact]
    public void Wait_should_last_the_longest_backoff_when_the_peer_asks_for_it()
    {
        var probe = V2Places.Reach(V2Place.ConnectorIdent, Policy.LosslessPeer).Hear(new Wait());

        Assert.Equal("Wait", probe.At);
        Assert.Equal(TimeSpan.FromSeconds(15), probe.Effects.OfType<SessionEffect.StartTimer>().Single().Delay);
    }
}

using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>
/// Exactly when dispatchers are told what. Ceph: <c>DispatchQueue::queue_connect</c>, <c>queue_accept</c>, <c>queue_reset</c>,
/// <c>queue_remote_reset</c>, <c>queue_refused</c> and who calls them.
/// </summary>
public class SessionEventsSpec
{
    [Fact]
    public void Connect_should_be_raised_at_each_establishment_when_the_session_reconnects()
    {
        var probe = Places.Reach(Place.ConnectorOpen, Policy.LosslessClient);
        Assert.Equal([SessionEvent.Connect], probe.AllRaised);

        probe.Lost().SocketConnected().ServerHello().Granted(sequence: true);
        Assert.Equal([SessionEvent.Connect], probe.AllRaised);
        probe.Sequence(0);

        Assert.Equal([SessionEvent.Connect, SessionEvent.Connect], probe.AllRaised);
        Assert.Equal(["raise Connect", "opened"], probe.Script[^2..]);
    }

    [Fact]
    public void Accept_should_be_raised_when_the_answer_is_written_and_not_again_when_the_numbers_arrive()
    {
        var probe = Places.Reach(Place.AcceptorSequence, Policy.LosslessPeer);
        Assert.Equal([SessionEvent.Accept], probe.AllRaised);

        Assert.Empty(probe.Sequence(0).Raised);
    }

    [Fact]
    public void Accept_should_be_raised_on_the_existing_session_when_it_took_the_socket()
    {
        var probe = Places.Reach(Place.ConnectorOpen, Policy.LosslessPeer).Replace();
        Assert.Equal([SessionEvent.Connect], probe.AllRaised);

        probe.Request(connectSeq: 2, globalSeq: 600).NoExisting();

        Assert.Equal([SessionEvent.Connect, SessionEvent.Accept], probe.AllRaised);
    }

    [Theory]
    [InlineData("ResetSession", true)]
    [InlineData("RetrySession", false)]
    [InlineData("RetryGlobal", false)]
    [InlineData("Wait", false)]
    [InlineData("Features", false)]
    [InlineData("BadProtocolVersion", false)]
    [InlineData("BadAuthorizer", false)]
    public void Remote_reset_should_be_raised_only_when_a_lossless_connector_is_told_RESETSESSION(string tag, bool raised)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessPeer);

        probe.Reply(Enum.Parse<MessengerTag>(tag), connectSeq: 3, globalSeq: 3);

        Assert.Equal(raised ? [SessionEvent.RemoteReset] : [], probe.Raised);
    }

    [Fact]
    public void Events_of_a_replaced_lossy_session_should_be_remote_reset_then_reset() =>
        Assert.Equal(
            [SessionEvent.RemoteReset, SessionEvent.Reset],
            Places.Reach(Place.AcceptorOpen, Policy.StatelessRegisteredServer).Asked(0, 11).Raised);

    [Fact]
    public void Refused_should_be_raised_before_the_fault_only_when_the_TCP_connect_was_refused()
    {
        Assert.Equal([SessionEvent.Refused], Places.Reach(Place.Dialing, Policy.LosslessPeer).Lost(refused: true).Raised);
        Assert.Empty(Places.Reach(Place.Dialing, Policy.LosslessPeer).Lost(refused: false).Raised);
        foreach (var place in new[] { Place.ConnectorBanner, Place.ConnectorConnect, Place.ConnectorOpen, Place.AcceptorOpen })
            Assert.Empty(Places.Reach(place, Policy.LosslessPeer).Lost(refused: true).Raised);
    }

    [Fact]
    public void Messages_waiting_for_dispatch_should_be_discarded_before_anybody_is_told_when_a_session_is_reset_or_ends()
    {
        Assert.Equal(["discard", "raise RemoteReset"], Places.Reach(Place.ConnectorConnect, Policy.LosslessPeer).Reply(MessengerTag.ResetSession).Script[..2]);

        var script = Places.Reach(Place.ConnectorOpen, Policy.LossyClient).Lost().Script;
        Assert.True(Array.IndexOf(script, "discard") < Array.IndexOf(script, "raise Reset"));
        // A fault that the session survives costs nothing that was received.
        Assert.DoesNotContain("discard", Places.Reach(Place.ConnectorOpen, Policy.LosslessPeer).Lost().Script);
    }
}

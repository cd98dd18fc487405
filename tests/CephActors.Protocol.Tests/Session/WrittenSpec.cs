using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Two steps end when bytes were sent, and not before. Found by the fault matrix.</summary>
public class WrittenSpec
{
    [Fact]
    public void Lossy_connector_should_try_again_when_its_banner_was_not_sent()
    {
        var probe = Unwritten(Place.Dialing, Policy.LossyClient).SocketConnected();

        probe.Lost();

        Assert.Equal("Connecting/Backoff", probe.At);
        Assert.Empty(probe.AllRaised);
    }

    [Fact]
    public void Lossy_connector_should_die_when_its_banner_was_sent()
    {
        var probe = Unwritten(Place.Dialing, Policy.LossyClient).SocketConnected().Written();

        probe.Lost();

        Assert.Equal("Closed", probe.At);
        Assert.Equal([SessionEvent.Reset], probe.AllRaised);
    }

    [Fact]
    public void Connector_should_go_on_when_the_peers_banner_is_faster_than_word_of_its_own()
    {
        var probe = Unwritten(Place.Dialing, Policy.LossyClient).SocketConnected();

        probe.ServerHello();

        Assert.Equal("Connecting/Connect", probe.At);
    }

    [Fact]
    public void Connector_should_not_wait_for_ever_when_its_banner_is_never_sent()
    {
        var probe = Unwritten(Place.Dialing, Policy.LosslessClient).SocketConnected();

        probe.Timer(SessionTimer.Ready);

        Assert.Equal("Connecting/Backoff", probe.At);
    }

    [Theory]
    [InlineData(CephFeatures.All)]
    [InlineData(CephFeatures.All & ~CephFeatures.ReconnectSeq)]
    public void Acceptor_should_raise_accept_when_its_answer_was_sent(ulong features)
    {
        var probe = Unwritten(Place.AcceptorConnect, Policy.StatefulServer).Request(features: features).NoExisting();
        Assert.Empty(probe.AllRaised);

        probe.Written();

        Assert.Equal([SessionEvent.Accept], probe.AllRaised);
    }

    [Theory]
    [InlineData("lossless-peer")]
    [InlineData("stateful-server")]
    [InlineData("stateless-registered-server")]
    public void Acceptor_should_end_unheard_when_its_answer_was_not_sent(string policy)
    {
        var probe = Unwritten(Place.AcceptorLookup, Policy.Parse(policy)).NoExisting();

        probe.Lost();

        Assert.Equal("Closed", probe.At);
        Assert.Equal([SessionEvent.Reset], probe.AllRaised);
    }

    [Fact]
    public void Acceptor_should_keep_the_session_when_its_answer_was_sent()
    {
        var probe = Unwritten(Place.AcceptorLookup, Policy.StatefulServer).NoExisting().Written();

        probe.Lost();

        Assert.Equal("Standby", probe.At);
    }

    [Fact]
    public void Session_that_was_open_before_should_be_kept_when_its_answer_on_a_new_socket_was_not_sent()
    {
        var probe = Unwritten(Place.Replacing, Policy.StatefulServer)
            .Request(connectSeq: 2, globalSeq: 30)
            .NoExisting();
        Assert.Equal("Accepting/Answer", probe.At);

        probe.Lost();

        Assert.Equal("Standby", probe.At);
    }

    [Fact]
    public void Session_that_was_reset_should_end_when_its_answer_on_a_new_socket_was_not_sent()
    {
        var probe = Unwritten(Place.AcceptorOpen, Policy.LosslessPeerReuse)
            .Asked(0, 11).Adopted(0, 11).Request(connectSeq: 0, globalSeq: 12).NoExisting();
        Assert.Equal("Accepting/Answer", probe.At);

        probe.Lost();

        Assert.Equal(("Closed", SessionEvent.Reset), (probe.At, probe.Raised.Single()));
    }

    [Fact]
    public void Driver_should_tell_the_session_when_all_it_handed_to_the_socket_was_sent()
    {
        var probe = DriverProbe.At(Place.AcceptorLookup);
        probe.Driver.Step(new SessionInput.NoExisting());

        probe.Driver.OnWriterReady(probe.Socket);
        Assert.Equal("Accepting/Answer", probe.Session.At);
        probe.Flush();
        probe.Socket.IsWriting = true;
        probe.Driver.OnWriterReady(probe.Socket);
        Assert.Equal("Accepting/Answer", probe.Session.At);
        probe.Socket.IsWriting = false;
        probe.Driver.OnWriterReady(probe.NewSocket("another"));
        Assert.Equal("Accepting/Answer", probe.Session.At);

        probe.Driver.OnWriterReady(probe.Socket);

        Assert.Equal("Accepting/Sequence", probe.Session.At);
    }

    [Fact]
    public void Driver_should_tell_the_session_nothing_of_writes_when_it_waits_for_none()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);

        probe.Driver.OnWriterReady(probe.Socket);

        Assert.Empty(probe.Did());
    }

    private static SessionProbe Unwritten(Place place, Policy policy)
    {
        var probe = Places.Reach(place, policy);
        probe.SendsAtOnce = false;
        return probe;
    }
}

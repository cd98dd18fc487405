using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Who leaves standby, and what a keepalive does. Ceph: <c>ProtocolV1::write_event</c>, <c>send_keepalive</c>.</summary>
public class StandbySpec
{
    [Theory]
    [InlineData("lossless-peer")]
    [InlineData("lossless-peer-reuse")]
    public void Session_should_dial_at_once_with_the_same_connect_seq_when_a_message_is_queued(string policy)
    {
        var probe = Places.Reach(Place.Standby, Policy.Parse(policy)).Enqueue();
        var (connectSeq, globalSeq) = (probe.Machine.ConnectSeq, probe.Machine.GlobalSeq);

        probe.Send();

        Assert.Equal(["dial v1:10.0.0.1:6801/11"], probe.Script);
        Assert.Equal(("Connecting/Dialing", connectSeq, globalSeq + 1), (probe.At, probe.Machine.ConnectSeq, probe.Machine.GlobalSeq));
    }

    [Fact]
    public void Server_should_wait_for_the_peer_when_a_message_is_queued()
    {
        var probe = Places.Reach(Place.Standby, Policy.StatefulServer).Enqueue();

        Assert.Empty(probe.Send().Effects);
        Assert.Equal("Standby", probe.At);

        probe.Replace().Request(connectSeq: 2, globalSeq: 12).NoExisting().Sequence(0);
        Assert.Equal([(1, 1)], probe.WriteAll());
    }

    [Fact]
    public void Keepalive_should_not_wake_the_session_but_outlast_standby_when_it_is_wanted()
    {
        var probe = Places.Reach(Place.Standby, Policy.LosslessPeer);

        probe.Machine.KeepalivePending = true;
        Assert.Equal("Standby", probe.At);

        probe.Send().SocketConnected().ServerHello().Granted(sequence: false);
        Assert.True(probe.Machine.IsOpen);
        Assert.True(probe.Machine.KeepalivePending);
    }

    [Fact]
    public void Keepalive_should_make_the_session_reconnect_when_it_is_pending_at_a_fault()
    {
        var probe = Places.Reach(Place.ConnectorOpen, Policy.LosslessPeer);
        probe.Machine.KeepalivePending = true;

        Assert.Equal("Connecting/Dialing", probe.Lost().At);
        Assert.True(probe.Machine.KeepalivePending);
    }

    [Theory]
    [InlineData(CephFeatures.All, true)]
    [InlineData(CephFeatures.All & ~CephFeatures.MsgrKeepalive2, false)]
    public void Terms_should_say_which_keepalive_the_peer_knows_when_the_session_is_open(ulong features, bool keepalive2)
    {
        var probe = Places.Reach(Place.ConnectorConnect, Policy.LosslessPeer);

        probe.Reply(MessengerTag.Ready, connectSeq: 1, features: features);

        Assert.Equal(keepalive2, probe.Machine.Terms!.Keepalive2);
    }

    [Fact]
    public void Message_should_change_nothing_when_the_session_is_not_in_standby()
    {
        foreach (var place in Enum.GetValues<Place>().Where(p => p is not (Place.Standby or Place.Fresh)))
        {
            var probe = Places.Reach(place, Policy.LosslessPeer).Enqueue();
            var before = probe.At;

            Assert.Empty(probe.Send().Effects);
            Assert.Equal(before, probe.At);
        }
    }

    [Fact]
    public void Peer_should_wake_the_session_when_it_comes_first()
    {
        var probe = Places.Reach(Place.Standby, Policy.LosslessPeer);

        probe.Replace();

        Assert.Equal("Accepting/Connect", probe.At);
    }
}

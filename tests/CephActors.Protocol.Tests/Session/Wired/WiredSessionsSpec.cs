using CephActors.Session;

namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>Two messengers talk: connecting, replay after faults, marking down. Guarantees by policy pair.</summary>
public class WiredSessionsSpec
{
    private const string Low = "v1:10.0.0.1:6801/11";
    private const string High = "v1:10.0.0.2:6802/22";
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private readonly TestNet _net = new();

    [Theory]
    [InlineData("lossless-peer", "lossless-peer", false)]
    [InlineData("lossless-peer-reuse", "lossless-peer-reuse", false)]
    [InlineData("lossless-client", "stateful-server", false)]
    [InlineData("lossy-client", "stateless-server", true)]
    [InlineData("lossy-client", "stateless-registered-server", true)]
    [InlineData("lossless-client", "stateless-server", true)]
    [InlineData("lossy-client", "stateful-server", false)]
    public void Messengers_should_agree_when_one_connects_to_the_other(string connector, string acceptor, bool lossy)
    {
        var (a, b) = Pair(connector, acceptor);
        TestConnection? accepted = null;
        b.Accepted = connection => accepted = connection;

        var connection = a.ConnectTo(b);
        connection.Send(1, 3);
        _net.Settle();

        Assert.True(connection.Machine.IsOpen && accepted!.Machine.IsOpen);
        Assert.Equal((1u, 1u), (connection.Machine.ConnectSeq, accepted!.Machine.ConnectSeq));
        Assert.Equal((lossy, lossy), (connection.Machine.Policy.Lossy, accepted.Machine.Policy.Lossy));
        Assert.Equal(connection.Machine.Terms!.Features, accepted.Machine.Terms!.Features);
        Assert.Equal([SessionEvent.Connect], a.Events.Select(e => e.Event));
        Assert.Equal([SessionEvent.Accept], b.Events.Select(e => e.Event));
        Assert.Equal([1UL, 2, 3], b.Received);
        Assert.Equal(0, connection.Machine.Queues.Unacked);
        Assert.Equal(acceptor == "stateless-server", b.Find(a) is null);
    }

    [Fact]
    public void Messages_should_arrive_once_and_in_order_when_the_socket_breaks_before_they_are_acknowledged()
    {
        var (a, b) = Pair("lossless-client", "stateful-server");
        var connection = a.ConnectTo(b);
        connection.Send(1);
        _net.Settle();

        // 1. Two messages are on their way, and two the other way.
        connection.Send(2, 2);
        b.Find(a)!.Send(101, 2);
        // 2. The first one arrives, its acknowledgement does not.
        _net.Step();
        Cut();
        // 3. More is sent while there is no socket.
        connection.Send(4);
        _net.Settle();

        Assert.Equal([1UL, 2, 3, 4], b.Received);
        Assert.Equal([101UL, 102], a.Received);
        Assert.Equal((0, 0), (a.Losses, b.Losses));
        Assert.Equal(0, connection.Machine.Queues.Unacked);
        // The acceptor told the reconnect to count on from its own number: fault +1, success +1.
        Assert.Equal((3u, 3u), (connection.Machine.ConnectSeq, b.Find(a)!.Machine.ConnectSeq));
    }

    [Fact]
    public void Sessions_should_stand_by_and_wake_again_when_peers_have_nothing_to_say()
    {
        var (a, b) = Pair("lossless-peer", "lossless-peer");
        a.ConnectTo(b);
        _net.Settle();
        Cut();
        _net.Settle();
        Assert.Equal(SessionState.Standby, a.Find(b)!.Machine.State);
        Assert.Equal(SessionState.Standby, b.Find(a)!.Machine.State);

        // Either side may wake the session; connect_seq is equal, so the other one says how to go on.
        b.Find(a)!.Send(101);
        _net.Settle();

        Assert.Equal([101UL], a.Received);
        Assert.Single(_net.LiveSockets);
        Assert.Equal(a.Find(b)!.Machine.ConnectSeq, b.Find(a)!.Machine.ConnectSeq);
        Assert.Equal((0, 0), (a.Losses, b.Losses));
    }

    [Fact]
    public void Both_sides_should_be_told_and_nothing_repeated_when_a_lossy_session_breaks()
    {
        var (a, b) = Pair("lossy-client", "stateless-registered-server");
        var connection = a.ConnectTo(b);
        connection.Send(1);
        _net.Settle();
        connection.Send(2);
        Cut();
        _net.Settle();

        Assert.Equal([SessionEvent.Connect, SessionEvent.Reset], a.Events.Select(e => e.Event));
        Assert.Equal([SessionEvent.Accept, SessionEvent.Reset], b.Events.Select(e => e.Event));
        Assert.True(connection.IsClosed);

        a.ConnectTo(b).Send(3);
        _net.Settle();
        Assert.Equal([1UL, 3], b.Received);
    }

    [Fact]
    public void Client_should_learn_of_the_lost_session_when_the_server_marked_it_down()
    {
        // ceph_test_msgr ClientStandby: a message sent to a session that is gone is lost with it, and reported.
        var (a, b) = Pair("lossless-peer", "stateful-server");
        var connection = a.ConnectTo(b);
        connection.Send(1);
        _net.Settle();

        b.Find(a)!.Step(new SessionInput.MarkDown(Notify: false));
        _net.Settle();
        Assert.Equal(SessionState.Standby, connection.Machine.State);
        Assert.Equal([SessionEvent.Accept], b.Events.Select(e => e.Event));

        connection.Send(2);
        _net.Settle();
        connection.Send(3);
        _net.Settle();

        Assert.Equal([SessionEvent.Connect, SessionEvent.RemoteReset, SessionEvent.Connect], a.Events.Select(e => e.Event));
        Assert.Equal([1UL, 3], b.Received);
    }

    [Fact]
    public void Server_should_learn_of_the_lost_session_when_the_client_marked_it_down_and_came_back()
    {
        // ceph_test_msgr Stateful, step 2.
        var (a, b) = Pair("lossless-client", "stateful-server");
        a.ConnectTo(b).Send(1);
        _net.Settle();
        a.Find(b)!.Step(new SessionInput.MarkDown(Notify: false));
        _net.Settle();

        a.ConnectTo(b).Send(2);
        _net.Settle();

        Assert.Equal([SessionEvent.Connect, SessionEvent.Connect], a.Events.Select(e => e.Event));
        var server = b.Find(a)!;
        Assert.Equal(
            [SessionEvent.Accept, SessionEvent.RemoteReset, SessionEvent.Accept],
            b.Events.Where(e => ReferenceEquals(e.Connection, server)).Select(e => e.Event));
        Assert.Equal([1UL, 2], b.Received);
    }

    [Fact]
    public void Newer_connection_should_replace_the_older_when_a_lossy_client_is_registered()
    {
        var (a, b) = Pair("lossy-client", "stateless-registered-server");
        var first = a.ConnectTo(b);
        first.Send(1);
        _net.Settle();
        var held = b.Find(a)!;
        // The client goes away without a word.
        first.Kill();
        a.Peers.Remove(new EntityAddressVector(b.Address), first);

        a.ConnectTo(b).Send(2);
        _net.Settle();

        Assert.Contains(b.Events, e => ReferenceEquals(e.Connection, held) && e.Event is SessionEvent.Reset);
        Assert.NotSame(held, b.Find(a));
        Assert.Equal([1UL, 2], b.Received);
    }

    [Fact]
    public void Refused_should_be_raised_until_somebody_listens()
    {
        var a = TestMessenger.Osd(_net, High, Policy.LosslessClient);
        var late = TestMessenger.Osd(_net, Low, Policy.StatefulServer);
        _net.StopListening(late);
        a.ConnectTo(late).Send(1);

        Assert.True(_net.Run(() => a.Events.Count == 3, Long));
        Assert.All(a.Events, e => Assert.Equal(SessionEvent.Refused, e.Event));
        // Two delays passed, 0.2 and 0.4 seconds; the next try comes after 0.8 more.
        Assert.Equal(TimeSpan.FromSeconds(0.6), _net.Now);

        _net.Listen(late);
        Assert.True(_net.Run(() => late.Received.Count == 1, Long));
        Assert.Equal(TimeSpan.FromSeconds(1.4), _net.Now);
    }

    [Fact]
    public void Half_open_socket_should_be_given_up_when_the_peer_says_nothing()
    {
        var (a, b) = Pair("lossless-client", "stateful-server");
        a.ConnectTo(b).Send(1);
        // The acceptor's hello gets lost on a network that keeps quiet.
        Assert.True(_net.Step());
        _net.LiveSockets.Single().Cut(tellThisEnd: false, tellPeer: false);

        Assert.True(_net.Run(() => b.Received.Count == 1, Long));

        // The handshake may take ten seconds, then the connector waits 0.2.
        Assert.Equal(TimeSpan.FromSeconds(10.2), _net.Now);
        Assert.Equal([SessionEvent.Reset, SessionEvent.Accept], b.Events.Select(e => e.Event));
    }

    private (TestMessenger A, TestMessenger B) Pair(string connector, string acceptor) =>
        (TestMessenger.Osd(_net, High, Policy.Parse(connector)), TestMessenger.Osd(_net, Low, Policy.Parse(acceptor)));

    private void Cut()
    {
        foreach (var socket in _net.LiveSockets)
            socket.Cut(tellThisEnd: true, tellPeer: true);
    }
}

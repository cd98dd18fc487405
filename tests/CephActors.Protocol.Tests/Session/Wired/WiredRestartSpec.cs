using CephActors.Session;

namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>A peer process dies and comes back; what the survivor keeps depends on its policy and on the peer's nonce.</summary>
public class WiredRestartSpec
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private readonly TestNet _net = new();

    [Fact]
    public void Survivor_should_send_again_what_it_kept_when_the_restarted_peer_connects_and_resets_are_not_checked()
    {
        var (a, b) = Open(Policy.LosslessPeer);
        a.Find(b)!.Send(2);
        b.Kill();
        var reborn = TestMessenger.Osd(_net, ProbeSetup.Above, Policy.LosslessPeer);
        reborn.ConnectTo(a).Send(101, 2);

        Assert.True(_net.Run(() => a.Received.Count == 2 && reborn.Received.Count == 1, Long));

        // It starts counting anew, so its first messages must not pass for old ones.
        Assert.Equal([101UL, 102], a.Received);
        Assert.Equal([2UL], reborn.Received);
        Assert.Equal(0, a.Losses);
        Assert.Single(a.Connections, c => !c.IsClosed);
    }

    [Fact]
    public void Survivor_should_be_told_when_the_restarted_peer_connects_and_resets_are_checked()
    {
        var (a, b) = Open(Policy.LosslessPeerReuse);
        var connection = a.Find(b)!;
        b.Kill();
        connection.Send(2);
        var reborn = TestMessenger.Osd(_net, ProbeSetup.Above, Policy.LosslessPeerReuse);
        reborn.ConnectTo(a).Send(101, 2);

        Assert.True(_net.Run(() => a.Received.Count == 2, Long));

        Assert.Equal([101UL, 102], a.Received);
        Assert.Empty(reborn.Received);
        Assert.Same(connection, a.Find(reborn));
        Assert.Equal(
            [SessionEvent.Connect, SessionEvent.RemoteReset, SessionEvent.Accept],
            a.Events.Where(e => ReferenceEquals(e.Connection, connection)).Select(e => e.Event));
        connection.Send(3);
        _net.Settle();
        Assert.Equal([3UL], reborn.Received);
    }

    [Theory]
    [InlineData("lossless-peer")]
    [InlineData("lossless-peer-reuse")]
    public void Survivor_should_be_told_when_it_reconnects_to_the_restarted_peer(string policy)
    {
        var (a, b) = Open(Policy.Parse(policy));
        b.Kill();
        _net.Settle();
        Assert.Equal(SessionState.Standby, a.Find(b)!.Machine.State);
        var reborn = TestMessenger.Osd(_net, ProbeSetup.Above, Policy.Parse(policy));

        // RESETSESSION drops the queue whatever the policy; the message that woke the session goes with it.
        a.Find(b)!.Send(2);
        _net.Settle();
        a.Find(b)!.Send(3);
        _net.Settle();

        Assert.Equal([SessionEvent.Connect, SessionEvent.RemoteReset, SessionEvent.Connect], a.Events.Select(e => e.Event));
        Assert.Equal([3UL], reborn.Received);
    }

    [Fact]
    public void Old_connection_should_keep_trying_when_the_peer_came_back_under_another_nonce()
    {
        var (a, b) = Open(Policy.LosslessPeer);
        b.Kill();
        a.Find(b)!.Send(2);
        var reborn = TestMessenger.Osd(_net, "v1:10.0.0.2:6802/23", Policy.LosslessPeer);
        reborn.ConnectTo(a).Send(101);

        Assert.True(_net.Run(() => a.Received.Count == 1 && _net.Now > TimeSpan.FromSeconds(30), Long));

        // Another nonce is another peer: it gets a connection of its own, and nothing that was meant for the old one.
        Assert.Equal([101UL], a.Received);
        Assert.Empty(reborn.Received);
        Assert.NotSame(a.Find(b), a.Find(reborn));
        Assert.Equal((SessionState.Connecting, 1), (a.Find(b)!.Machine.State, a.Find(b)!.Machine.Queues.Queued));
        Assert.Equal(0, a.Losses);
    }

    [Fact]
    public void Restarted_peer_should_be_let_in_when_its_attempts_start_below_the_number_held()
    {
        var (a, b) = Open(Policy.LosslessPeer);
        Assert.True(a.Find(b)!.Machine.PeerGlobalSeq > 0);
        b.Context.GlobalSeq.Next(40);
        // The old incarnation reconnects with a high global_seq.
        foreach (var socket in _net.LiveSockets)
            socket.Cut(tellThisEnd: false, tellPeer: true);
        b.Find(a)!.Send(201);
        Assert.True(_net.Run(() => a.Received.Count == 1, Long));
        Assert.True(a.Find(b)!.Machine.PeerGlobalSeq > 40);

        b.Kill();
        var reborn = TestMessenger.Osd(_net, ProbeSetup.Above, Policy.LosslessPeer);
        reborn.ConnectTo(a).Send(301);
        Assert.True(_net.Run(() => a.Received.Count == 2, Long));

        Assert.Equal([201UL, 301], a.Received);
        Assert.True(reborn.Context.GlobalSeq.Next() > 41);
    }

    [Fact]
    public void Lossy_server_should_accept_the_restarted_client_as_a_new_one()
    {
        var server = TestMessenger.Osd(_net, ProbeSetup.Below, Policy.StatelessRegisteredServer);
        var client = TestMessenger.Osd(_net, ProbeSetup.Above, Policy.LossyClient);
        client.ConnectTo(server).Send(1);
        _net.Settle();
        client.Kill();

        var reborn = TestMessenger.Osd(_net, ProbeSetup.Above, Policy.LossyClient);
        reborn.ConnectTo(server).Send(2);
        _net.Settle();

        Assert.Equal([1UL, 2], server.Received);
        Assert.Single(server.Connections, c => !c.IsClosed);
    }

    /// <summary>a connected to b and sent message 1.</summary>
    private (TestMessenger A, TestMessenger B) Open(Policy policy)
    {
        var a = TestMessenger.Osd(_net, ProbeSetup.Below, policy);
        var b = TestMessenger.Osd(_net, ProbeSetup.Above, policy);
        a.ConnectTo(b).Send(1);
        _net.Settle();
        Assert.Equal([1UL], b.Received);
        return (a, b);
    }
}

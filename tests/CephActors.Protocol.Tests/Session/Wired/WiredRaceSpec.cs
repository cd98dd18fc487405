namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>Both sides dial at once: the smaller address wins. Ceph: <c>ProtocolV1::handle_connect_message_2</c>, "connection race".</summary>
public class WiredRaceSpec
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    // The winner first. The nonce is compared before the IP, its lowest byte first; port and IP follow.
    [Theory]
    [InlineData("v1:10.0.0.1:6801/11", "v1:10.0.0.2:6802/22")]
    [InlineData("v1:10.0.0.2:6802/11", "v1:10.0.0.1:6801/22")]
    [InlineData("v1:10.0.0.1:6801/11", "v1:10.0.0.1:6801/12")]
    [InlineData("v1:10.0.0.1:6801/256", "v1:10.0.0.1:6801/1")]
    [InlineData("v1:10.0.0.1:6801/0", "v1:10.0.0.1:6802/0")]
    [InlineData("v1:10.0.0.1:6801/0", "v1:10.0.0.2:6801/0")]
    public void Smaller_address_should_win_when_both_connect_at_the_same_time(string winner, string loser)
    {
        Race(winner, loser, Policy.LosslessPeer, winnerDialsFirst: true, messages: 3);
        Race(winner, loser, Policy.LosslessPeer, winnerDialsFirst: false, messages: 3);
        Race(winner, loser, Policy.LosslessPeerReuse, winnerDialsFirst: true, messages: 3);
        Race(winner, loser, Policy.LosslessPeerReuse, winnerDialsFirst: false, messages: 3);
        // With nothing to say the winner's attempt is carried through by a keepalive.
        Race(winner, loser, Policy.LosslessPeer, winnerDialsFirst: true, messages: 0);
        Race(winner, loser, Policy.LosslessPeer, winnerDialsFirst: false, messages: 0);
    }

    [Theory]
    [InlineData("lossless-peer")]
    [InlineData("lossless-peer-reuse")]
    public void One_session_should_come_of_it_when_the_network_orders_things_at_random(string policy)
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var net = new TestNet(seed);
            var a = TestMessenger.Osd(net, ProbeSetup.Below, Policy.Parse(policy));
            var b = TestMessenger.Osd(net, ProbeSetup.Above, Policy.Parse(policy));
            a.ConnectTo(b).Send(1, 3);
            b.ConnectTo(a).Send(1, 3);

            Assert.True(net.Run(() => a.Received.Count >= 3 && b.Received.Count >= 3, Long), $"seed {seed}");

            Assert.Equal([1UL, 2, 3], a.Received);
            Assert.Equal([1UL, 2, 3], b.Received);
            CheckOneSession(net, a, b);
        }
    }

    [Theory]
    [InlineData("lossless-peer")]
    [InlineData("lossless-peer-reuse")]
    public void Session_should_go_on_when_both_reconnect_after_the_same_fault(string policy)
    {
        for (var seed = 0; seed < 500; seed++)
        {
            // 1. An open session, messages on their way in both directions.
            var net = new TestNet(seed);
            var a = TestMessenger.Osd(net, ProbeSetup.Below, Policy.Parse(policy));
            var b = TestMessenger.Osd(net, ProbeSetup.Above, Policy.Parse(policy));
            a.ConnectTo(b).Send(1);
            net.Settle();
            a.Find(b)!.Send(2, 3);
            b.Find(a)!.Send(1, 4);
            for (var i = 0; i < seed % 8; i++)
                net.Step();
            // 2. Both find the socket broken and dial at once, with the same connect_seq.
            foreach (var socket in net.LiveSockets)
                socket.Cut(tellThisEnd: true, tellPeer: true);

            Assert.True(net.Run(() => a.Received.Count >= 4 && b.Received.Count >= 4, Long), $"seed {seed}");

            Assert.Equal([1UL, 2, 3, 4], a.Received);
            Assert.Equal([1UL, 2, 3, 4], b.Received);
            CheckOneSession(net, a, b);
        }
    }

    private static void Race(string winner, string loser, Policy policy, bool winnerDialsFirst, int messages)
    {
        var net = new TestNet();
        var a = TestMessenger.Osd(net, winner, policy);
        var b = TestMessenger.Osd(net, loser, policy);
        var (first, second) = winnerDialsFirst ? (a, b) : (b, a);
        var (one, two) = (first.ConnectTo(second), second.ConnectTo(first));
        one.Send(1, messages);
        two.Send(1, messages);

        net.Settle();

        CheckOneSession(net, a, b);
        Assert.Same(a.Find(b), net.LiveSockets.Single().Owner);
        var expected = Enumerable.Range(1, messages).Select(i => (ulong)i);
        Assert.Equal(expected, a.Received);
        Assert.Equal(expected, b.Received);
        Assert.Equal(TimeSpan.Zero, net.Now);
    }

    private static void CheckOneSession(TestNet net, TestMessenger a, TestMessenger b)
    {
        Assert.Single(net.LiveSockets);
        Assert.True(a.Find(b)!.Machine.IsOpen && b.Find(a)!.Machine.IsOpen);
        Assert.Equal(a.Find(b)!.Machine.ConnectSeq, b.Find(a)!.Machine.ConnectSeq);
        Assert.Single(a.Connections, c => !c.IsClosed);
        Assert.Single(b.Connections, c => !c.IsClosed);
        Assert.Equal((0, 0), (a.Losses, b.Losses));
    }
}

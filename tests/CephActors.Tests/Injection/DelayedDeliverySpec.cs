using System.Collections.Concurrent;
using CephActors.Framing.V1;
using CephActors.Injection;
using CephActors.Tests.Actors;
using CephActors.Tests.EndToEnd;
using Xunit.Abstractions;

namespace CephActors.Tests.Injection;

/// <summary>Messages that are delivered late, on virtual time.</summary>
public sealed class DelayedDeliverySpec(ITestOutputHelper output) : MessengerTest(output, virtualTime: true)
{
    private static readonly FaultInjection Late = new()
    {
        Seed = 3,
        DelayTypes = [EntityType.Osd],
        DelayProbability = 1,
        DelayMax = TimeSpan.FromSeconds(10),
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_should_come_late_and_in_order_when_their_senders_type_is_delayed(bool fast)
    {
        var (a, b, order) = await PairAsync(fast);
        b.Messenger.Inject(Late);
        var toB = await SendAsync(a, b, 1, 10);
        var credits = b.Messenger.Services.Throttles.Messages;
        Assert.Equal(10, credits.Current);
        Assert.Empty(order);

        // Each delay that ends lets go of one message: after half the time as many have come as delays were below that.
        var ended = ShortDelays(10);
        Assert.InRange(ended, 1, 9);
        Time.Advance(TimeSpan.FromSeconds(5));
        await UntilAsync(() => order.Count == ended && credits.Current == 10 - ended);
        Time.Advance(TimeSpan.FromSeconds(5));
        await UntilAsync(() => order.Count == 10 && credits.Current == 0);
        Assert.Equal(Numbers(10), order);
        Assert.True(toB.IsConnected);
    }

    [Fact]
    public async Task Messages_should_come_at_once_when_no_delay_is_drawn_for_them()
    {
        var (a, b, order) = await PairAsync(fast: false);
        b.Messenger.Inject(Late with { DelayProbability = 0 });
        await SendAsync(a, b, 1, 10);
        await UntilAsync(() => order.Count == 10);
        b.Messenger.Inject(Late with { DelayTypes = [EntityType.Mon] });
        await SendAsync(a, b, 11, 20);
        await UntilAsync(() => order.Count == 20);
        b.Messenger.Inject(Late with { DelayMessageType = MessageType.MonMap });
        await SendAsync(a, b, 21, 30);
        await UntilAsync(() => order.Count == 30);
        Assert.Equal(Numbers(30), order);
    }

    [Fact]
    public async Task Messages_that_wait_should_be_delivered_when_the_delays_are_switched_off()
    {
        var (a, b, order) = await PairAsync(fast: true);
        b.Messenger.Inject(Late);
        await SendAsync(a, b, 1, 5);
        b.Messenger.Inject(FaultInjection.None);
        await SendAsync(a, b, 6, 10);
        await UntilAsync(() => order.Count == 10);
        Assert.Equal(Numbers(10), order);
    }

    [Fact]
    public async Task Messages_that_wait_should_be_delivered_when_the_socket_is_lost()
    {
        var (a, b, order) = await PairAsync(fast: false);
        b.Messenger.Inject(Late);
        await SendAsync(a, b, 1, 5);
        Network.Cut(_ => true);
        await UntilAsync(() => order.Count == 5);
        await SendAsync(a, b, 6, 7);
        Time.Advance(TimeSpan.FromSeconds(10));
        await UntilAsync(() => order.Count == 7);
        Assert.Equal(Numbers(7), order);
    }

    [Fact]
    public async Task Messages_that_wait_should_be_dropped_when_the_peer_has_lost_the_session()
    {
        var (_, b, order) = await PairAsync(fast: false, "default-policy = lossless-peer-reuse");
        b.Messenger.Inject(Late);
        var own = EntityAddress.Parse("v1:127.0.0.1:6999/1");
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, b.Addresses[0]);
        await peer.OpenAsync(own);
        for (ulong seq = 1; seq <= 5; seq++)
            await peer.SendMessageAsync(Ping(seq), seq);
        await peer.ExpectAckAsync(5);

        // It begins anew while its old socket is still open.
        var restarted = await ScriptedPeer.ConnectAsync(Sys, Network, b.Addresses[0]);
        await restarted.ExchangeHelloAsync(own);
        await restarted.SendConnectAsync(ScriptedPeer.Connect(globalSeq: 2));
        await restarted.ExpectReplyAsync(MessengerTag.RetryGlobal);
        await restarted.SendConnectAsync(ScriptedPeer.Connect(globalSeq: 3));
        await restarted.ExpectReplyAsync(MessengerTag.Ready);
        await restarted.SendMessageAsync(Ping(9), 1);
        await restarted.ExpectAckAsync(1);
        Assert.Equal(1, b.Messenger.Services.Throttles.Messages.Current);
        Time.Advance(TimeSpan.FromSeconds(10));
        await UntilAsync(() => !order.IsEmpty);
        Assert.Equal([9ul], order);
    }

    private async Task<(Party A, Party B, ConcurrentQueue<ulong> Order)> PairAsync(bool fast, string settings = "")
    {
        var order = new ConcurrentQueue<ulong>();
        var a = await StartAsync("osd.1", settings);
        var b = Create("osd.2", settings + "\ninjection.allowed = on");
        if (fast)
            b.Messenger.AddFastDispatcherHead(new Recorder(order));
        else
            b.Messenger.AddDispatcherHead(Sys.ActorOf(Akka.Actor.Props.Create(() => new Queued(order))), new DispatcherOptions { Types = [MessageType.Ping] });
        await b.Messenger.BindAsync(AnyPort).WaitAsync(Patience);
        return (a, b, order);
    }

    /// <summary>Returns when they are received and acknowledged.</summary>
    private async Task<Connection> SendAsync(Party a, Party b, ulong first, ulong last)
    {
        var toB = a.ConnectTo(b);
        for (var tid = first; tid <= last; tid++)
            toB.Send(Ping(tid));
        await UntilAsync(() => toB.Outbox.HeldMessages == 0);
        return toB;
    }

    /// <summary>How many of the first delays that are drawn end in half the longest.</summary>
    private static int ShortDelays(int count)
    {
        var dice = new FaultDice(new FaultSwitch(Late));
        return Enumerable.Range(0, count).Count(_ => dice.Hits(Late.DelayProbability) && dice.Below(Late.DelayMax) <= Late.DelayMax / 2);
    }

    private static IEnumerable<ulong> Numbers(int last) => Enumerable.Range(1, last).Select(n => (ulong)n);

    private sealed class Recorder(ConcurrentQueue<ulong> order) : IFastDispatcher
    {
        public bool CanFastDispatch(MessageType type) => type is MessageType.Ping;

        public void FastDispatch(Connection connection, CephMessage message) => order.Enqueue(message.Tid);
    }

    private sealed class Queued : Akka.Actor.ReceiveActor
    {
        public Queued(ConcurrentQueue<ulong> order) => Receive<MessageReceived>(m => order.Enqueue(m.Message.Tid));
    }
}

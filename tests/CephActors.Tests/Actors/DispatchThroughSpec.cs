using System.Collections.Concurrent;
using Akka.Actor;
using CephActors.Tests.EndToEnd;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>From the wire to the dispatchers: who gets what, and in which order.</summary>
public sealed class DispatchThroughSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private static readonly EntityAddress Own = EntityAddress.Parse("v1:127.0.0.1:6999/1");

    [Fact]
    public async Task Message_should_go_to_the_first_dispatcher_that_takes_its_type()
    {
        var b = CreateMessenger("osd.2");
        var (pings, maps, rest) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        b.AddDispatcherTail(maps, new DispatcherOptions { Types = [MessageType.MonMap, MessageType.Ping] });
        b.AddDispatcherTail(rest);
        b.AddDispatcherHead(pings, new DispatcherOptions { Types = [MessageType.Ping] });
        var addresses = await b.BindAsync(AnyPort).WaitAsync(Patience);
        var toB = Create("osd.1").Messenger.ConnectTo(addresses, EntityType.Osd);
        MessageType[] types = [MessageType.MonMap, MessageType.Ping, MessageType.Config, MessageType.Ping];
        foreach (var type in types)
            toB.Send(new CephMessage(type));
        foreach (var (probe, taken) in new[] { (pings, types[1]), (pings, types[3]), (maps, types[0]), (rest, types[2]) })
            Assert.Equal(taken, ((MessageReceived)await probe.FishForMessageAsync(m => m is MessageReceived)).Message.Type);
        Assert.All([pings, maps, rest], probe => Assert.False(probe.HasMessages));
    }

    [Fact]
    public async Task Message_that_nobody_takes_should_be_logged_counted_and_done()
    {
        var b = CreateMessenger("osd.2");
        var probe = CreateTestProbe();
        b.AddDispatcherTail(probe, new DispatcherOptions { Types = [] });
        var addresses = await b.BindAsync(AnyPort).WaitAsync(Patience);
        await EventFilter.Warning(contains: "No dispatcher takes").ExpectOneAsync(() =>
        {
            var toB = Create("osd.1").Messenger.ConnectTo(addresses, EntityType.Osd);
            toB.Send(Ping(1, size: 1000));
            toB.Send(Ping(2, size: 1000));
            return Task.CompletedTask;
        });
        await AwaitAssertAsync(async () => Assert.Equal(2, (await b.GetDispatchStatusAsync()).Unhandled), Patience);
        Assert.Equal(0, b.Services.Throttles.Bytes.Current);
        Assert.IsType<ConnectionAccepted>(await probe.ExpectMsgAsync<ConnectionAccepted>());
    }

    [Fact]
    public async Task Fast_dispatcher_should_see_everything_first_and_take_what_it_claims_before_anything_queued()
    {
        var order = new ConcurrentQueue<string>();
        var b = CreateMessenger("osd.2");
        b.AddFastDispatcherTail(new Recorder("tail", order, MessageType.Ping, MessageType.MonMap));
        b.AddFastDispatcherHead(new Recorder("head", order, MessageType.Ping));
        var gate = new TaskCompletionSource();
        b.AddDispatcherTail(Sys.ActorOf(Props.Create(() => new Queued(gate.Task, order))));
        var addresses = await b.BindAsync(AnyPort).WaitAsync(Patience);
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, addresses[0]);
        await peer.OpenAsync(Own);
        await peer.SendMessageAsync(new CephMessage(MessageType.Config) { Tid = 1 }, 1);
        await peer.SendMessageAsync(Ping(2), 2);
        await peer.SendMessageAsync(new CephMessage(MessageType.MonMap) { Tid = 3 }, 3);
        await peer.ExpectAckAsync(3);
        gate.SetResult();
        await UntilAsync(() => order.Count == 13);
        Assert.Equal(
            [
                "tail connect loopback", "head connect loopback",
                "head accept", "tail accept",
                "head sees 1", "tail sees 1",
                "head sees 2", "tail sees 2", "head takes 2",
                "head sees 3", "tail sees 3", "tail takes 3",
                "queue 1",
            ],
            order.OrderBy(line => line.EndsWith("loopback", StringComparison.Ordinal) ? 0 : 1).ThenBy(line => line.StartsWith("queue", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Queued_messages_of_the_old_session_should_not_be_delivered_after_a_remote_reset()
    {
        var gate = new TaskCompletionSource();
        var order = new ConcurrentQueue<string>();
        var b = CreateMessenger("osd.2", "default-policy = lossless-peer-reuse, dispatch-window = 1");
        b.AddDispatcherTail(Sys.ActorOf(Props.Create(() => new Queued(gate.Task, order))));
        var addresses = await b.BindAsync(AnyPort).WaitAsync(Patience);
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, addresses[0]);
        await peer.OpenAsync(Own);
        for (ulong seq = 1; seq <= 5; seq++)
            await peer.SendMessageAsync(Ping(seq), seq);
        await peer.ExpectAckAsync(5);
        await AwaitAssertAsync(async () => Assert.Equal(4, (await b.GetDispatchStatusAsync()).Length), Patience);

        // The peer restarts and begins anew.
        var restarted = await ScriptedPeer.ConnectAsync(Sys, Network, addresses[0]);
        await restarted.ExchangeHelloAsync(Own);
        await restarted.SendConnectAsync(ScriptedPeer.Connect(globalSeq: 2));
        await restarted.ExpectReplyAsync(Framing.V1.MessengerTag.RetryGlobal);
        await restarted.SendConnectAsync(ScriptedPeer.Connect(globalSeq: 3));
        await restarted.ExpectReplyAsync(Framing.V1.MessengerTag.Ready);
        await restarted.SendMessageAsync(Ping(9), 1);
        await restarted.ExpectAckAsync(1);
        gate.SetResult();
        await UntilAsync(() => order.Count == 4);

        // The second reset is that of the connection whose socket was handed over; it may come before the message or after.
        Assert.Equal(["queue 1", "remote reset"], order.Take(2));
        Assert.Equal(["queue 9", "reset"], order.Skip(2).Order());
        Assert.Equal(4, (await b.GetDispatchStatusAsync()).Discarded);
    }

    [Fact]
    public async Task Messages_should_be_queued_by_their_priority_and_events_before_them()
    {
        var gate = new TaskCompletionSource();
        var order = new ConcurrentQueue<string>();
        var b = CreateMessenger("osd.2", "default-policy = stateless-server, dispatch-window = 1");
        b.AddDispatcherTail(Sys.ActorOf(Props.Create(() => new Queued(gate.Task, order))));
        var addresses = await b.BindAsync(AnyPort).WaitAsync(Patience);
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, addresses[0]);
        await peer.OpenAsync(Own, ScriptedPeer.Connect() with { HostType = EntityType.Client, ProtocolVersion = 24 });
        ushort[] priorities = [127, 100, 200, 1, 63, 200];
        for (var i = 0; i < priorities.Length; i++)
        {
            await peer.SendMessageAsync(Ping((ulong)i, priority: priorities[i]), (ulong)i + 1);
            if (i == 0)
                await AwaitAssertAsync(async () => Assert.Equal(1, (await b.GetDispatchStatusAsync()).Delivered), Patience);
        }

        await AwaitAssertAsync(async () => Assert.Equal(5, (await b.GetDispatchStatusAsync()).Length), Patience);
        var other = await ScriptedPeer.ConnectAsync(Sys, Network, addresses[0]);
        await other.OpenAsync(Own.WithNonce(2), ScriptedPeer.Connect() with { HostType = EntityType.Client, ProtocolVersion = 24 });
        await AwaitAssertAsync(async () => Assert.Equal(6, (await b.GetDispatchStatusAsync()).Length), Patience);
        other.Reset();
        await AwaitAssertAsync(async () => Assert.Equal(7, (await b.GetDispatchStatusAsync()).Length), Patience);
        gate.SetResult();
        await UntilAsync(() => order.Count == 7);
        Assert.Equal(["queue 0", "reset", "queue 2", "queue 5", "queue 1", "queue 4", "queue 3"], order);
    }

    [Fact]
    public async Task Status_should_tell_what_waits_and_for_how_long()
    {
        var gate = new TaskCompletionSource();
        var order = new ConcurrentQueue<string>();
        var b = CreateMessenger("osd.2", "dispatch-window = 1");
        b.AddDispatcherTail(Sys.ActorOf(Props.Create(() => new Queued(gate.Task, order))));
        for (ulong tid = 1; tid <= 3; tid++)
            b.Loopback.Send(Ping(tid));
        await AwaitAssertAsync(async () => Assert.Equal(2, (await b.GetDispatchStatusAsync()).Length), Patience);
        var status = await b.GetDispatchStatusAsync();
        Assert.Equal((1, 1), (status.Delivered, status.Unfinished));
        Assert.True(status.MaxAge > TimeSpan.Zero);
        gate.SetResult();
        await UntilAsync(() => order.Count == 3);
        await AwaitAssertAsync(
            async () => Assert.Equal(new DispatchStatus(0, TimeSpan.Zero, 3, 0, 0, 0, 0), await b.GetDispatchStatusAsync()), Patience);
    }

    private sealed class Recorder(string name, ConcurrentQueue<string> order, params MessageType[] types) : IFastDispatcher
    {
        public bool CanFastDispatch(MessageType type) => types.Contains(type);

        public void FastPreprocess(Connection connection, CephMessage message) => order.Enqueue($"{name} sees {message.Tid}");

        public void FastDispatch(Connection connection, CephMessage message) => order.Enqueue($"{name} takes {message.Tid}");

        public void FastConnect(Connection connection) => order.Enqueue($"{name} connect {connection}");

        public void FastAccept(Connection connection) => order.Enqueue($"{name} accept");
    }

    private sealed class Queued : ReceiveActor
    {
        public Queued(Task gate, ConcurrentQueue<string> order)
        {
            ReceiveAsync<MessageReceived>(async m =>
            {
                await gate;
                order.Enqueue($"queue {m.Message.Tid}");
            });
            Receive<ConnectionRemoteReset>(_ => order.Enqueue("remote reset"));
            Receive<ConnectionReset>(_ => order.Enqueue("reset"));
        }
    }
}

using Akka.Actor;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Dispatchers that do not keep up slow their sockets down, and nobody else.</summary>
public sealed class BackpressureSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private const int Size = 10_000;
    private const int Count = 3000;

    [Theory]
    [InlineData("dispatch-throttle-bytes = 200000, dispatch-throttle-messages = 0", 20, false)]
    [InlineData("dispatch-throttle-bytes = 0, dispatch-throttle-messages = 30", 30, false)]
    [InlineData("policies { osd { policy = lossless-peer, throttle-bytes = 300000 } }", 30, false)]
    [InlineData("policies { osd { policy = lossless-peer, throttle-messages = 25 } }", 25, false)]
    [InlineData("dispatch-throttle-bytes = 200000", 20, true)]
    public async Task Peer_should_be_held_up_until_the_dispatcher_goes_on(string bound, int messages, bool overTcp)
    {
        ByteTransport transport = overTcp ? new SocketTransport() : Network;
        var gate = new TaskCompletionSource();
        var slow = CreateMessenger("osd.2", bound, transport);
        var seen = CreateTestProbe();
        slow.AddDispatcherTail(Sys.ActorOf(Props.Create(() => new SlowDispatcher(gate.Task, seen))));
        var addresses = await slow.BindAsync(AnyPort).WaitAsync(Patience);
        var other = await StartAsync("osd.3", transport: transport);
        var a = await StartAsync("osd.1", "out-queue { max-messages = 0, max-bytes = 0 }", transport);
        var toSlow = a.Messenger.ConnectTo(addresses, EntityType.Osd);
        var toOther = a.ConnectTo(other);
        for (ulong tid = 1; tid <= Count; tid++)
        {
            toSlow.Send(Ping(tid, Size));
            toOther.Send(Ping(tid, Size));
        }

        // The other one gets everything meanwhile; of the slow one's nothing but what its throttle lets in has been received.
        await other.ExpectMessagesAsync(Count);
        await UntilAsync(() => toSlow.Outbox.HeldMessages == Count - messages);
        Assert.Equal(1ul, await seen.ExpectMsgAsync<ulong>());
        Assert.Equal(Count - messages, toSlow.Outbox.HeldMessages);
        Assert.True(toSlow.IsConnected);

        gate.SetResult();
        for (ulong tid = 2; tid <= Count; tid++)
            Assert.Equal(tid, await seen.ExpectMsgAsync<ulong>());
        await UntilAsync(() => toSlow.Outbox.HeldMessages == 0);
    }

    [Fact]
    public async Task Next_message_should_come_only_after_the_last_is_completed_when_completion_is_explicit()
    {
        var b = CreateMessenger("osd.2", "policies { osd { policy = lossless-peer, throttle-messages = 1 } }");
        var probe = CreateTestProbe();
        b.AddDispatcherTail(probe, new DispatcherOptions { Completion = CompletionMode.Explicit });
        var addresses = await b.BindAsync(AnyPort).WaitAsync(Patience);
        var toB = Create("osd.1").Messenger.ConnectTo(addresses, EntityType.Osd);
        for (ulong tid = 1; tid <= 20; tid++)
            toB.Send(Ping(tid, Size));
        for (ulong tid = 1; tid <= 20; tid++)
        {
            var received = (MessageReceived)await probe.FishForMessageAsync(m => m is MessageReceived);
            Assert.Equal(tid, received.Message.Tid);
            Assert.InRange(b.Services.Throttles.Bytes.Current, 0, Size);
            await SettleAsync(b, received.Connection);
            Assert.False(probe.HasMessages);
            received.Message.Complete();
            received.Message.Complete();
        }

        await UntilAsync(() => b.Services.Throttles.Bytes.Current == 0);
    }

    [Fact]
    public async Task Throttle_should_be_shared_and_widened_while_peers_wait()
    {
        var throttle = new Throttle("shared", 2);
        var b = CreateMessenger("osd.2");
        b.SetPolicyThrottlers(EntityType.Osd, bytes: null, messages: throttle);
        var probe = CreateTestProbe();
        b.AddDispatcherTail(probe, new DispatcherOptions { Completion = CompletionMode.Explicit });
        var addresses = await b.BindAsync(AnyPort).WaitAsync(Patience);
        Connection[] peers = [.. new[] { "osd.1", "osd.3" }.Select(n => Create(n).Messenger.ConnectTo(addresses, EntityType.Osd))];
        foreach (var peer in peers)
        {
            for (ulong tid = 1; tid <= 5; tid++)
                peer.Send(Ping(tid));
        }

        var received = new List<MessageReceived>();
        for (var max = 2; max <= 10; max++)
        {
            throttle.Max = max;
            while (received.Count < max)
                received.Add((MessageReceived)await probe.FishForMessageAsync(m => m is MessageReceived));
            await UntilAsync(() => throttle.Current == max);
        }

        received.ForEach(m => m.Message.Complete());
        Assert.Equal(0, throttle.Current);
    }

    [Fact]
    public async Task Credits_of_a_message_cut_in_the_middle_should_come_back()
    {
        var b = await StartAsync("osd.2");
        var peer = await EndToEnd.ScriptedPeer.ConnectAsync(Sys, Network, b.Addresses[0]);
        await peer.OpenAsync(EntityAddress.Parse("v1:127.0.0.1:6999/1"));
        var bytes = EndToEnd.ScriptedPeer.Encode(Ping(1, size: 100_000), 1);
        await peer.SendAsync(bytes.AsMemory(0, 50_000));
        var throttle = b.Messenger.Services.Throttles.Bytes;
        await UntilAsync(() => throttle.Current == 100_000);
        peer.Reset();
        await UntilAsync(() => throttle.Current == 0);
        Assert.Empty(b.Messages);
    }

    private sealed class SlowDispatcher : ReceiveActor
    {
        public SlowDispatcher(Task gate, ICanTell seen) => ReceiveAsync<MessageReceived>(async m =>
        {
            seen.Tell(m.Message.Tid, Self);
            await gate;
        });
    }
}

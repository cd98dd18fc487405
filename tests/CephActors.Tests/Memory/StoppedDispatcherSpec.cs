using Akka.Actor;
using CephActors.Tests.Actors;

namespace CephActors.Tests.Memory;

/// <summary>What a dispatcher that does not go on costs: the throttle and fixed buffers, whatever the peer has to send.</summary>
[Collection(MemoryCollection.Name)]
public class StoppedDispatcherSpec
{
    private const int Count = 200;
    private const long Bound = 16 << 20;
    private const long FixedBuffers = 4 << 20;

    [Fact]
    public async Task Heap_should_stay_under_the_throttle_when_a_dispatcher_stops_and_a_peer_sends_large_messages()
    {
        await using var slow = Side.Start("osd.2", "default-policy = lossless-peer");
        await using var peer = Side.Start("osd.1", "default-policy = lossless-peer, out-queue { max-messages = 0, max-bytes = 0 }");
        var throttle = new Throttle("alive", Bound);
        slow.Messenger.SetPolicyThrottlers(EntityType.Osd, throttle, messages: null);
        var count = new Counts();
        var dispatcher = slow.System.ActorOf(Props.Create(() => new StoppingDispatcher(count)));
        slow.Messenger.AddDispatcherTail(dispatcher, new DispatcherOptions { Completion = CompletionMode.Explicit });
        var addresses = await slow.Messenger.BindAsync(MessengerTest.AnyPort).WaitAsync(MessengerTest.Patience);
        var connection = peer.Messenger.ConnectTo(addresses, EntityType.Osd);

        // All messages are sent from one array, so that the sender's share of the heap is nothing.
        var payload = new byte[1 << 20];
        connection.Send(new CephMessage(MessageType.Ping, default, default, payload.AsMemory()));
        await Side.UntilAsync(() => count.Received == 1 && throttle.Current == payload.Length);
        dispatcher.Tell(new GoOn());
        await Side.UntilAsync(() => throttle.Current == 0 && connection.Outbox.HeldMessages == 0);
        dispatcher.Tell(new Stop());
        var before = Side.Heap();

        for (var i = 0; i < Count; i++)
            Assert.Equal(SendResult.Accepted, connection.Send(new CephMessage(MessageType.Ping, default, default, payload.AsMemory())));
        await Side.UntilAsync(() => throttle.Current == Bound && connection.Outbox.HeldMessages == Count - (Bound / payload.Length));
        var grown = Side.Heap() - before;

        // Still so: nobody has read on meanwhile.
        Assert.Equal((Bound, 1 + (Bound / payload.Length)), (throttle.Current, count.Received));
        Assert.True(connection.IsConnected);
        Assert.InRange(grown, Bound - FixedBuffers, Bound + FixedBuffers);

        dispatcher.Tell(new GoOn());
        await Side.UntilAsync(() => count.Received == 1 + Count && throttle.Current == 0 && connection.Outbox.HeldMessages == 0);
        Assert.InRange(Side.Heap() - before, long.MinValue, FixedBuffers);
    }

    private sealed record GoOn;

    private sealed record Stop;

    private sealed class Counts
    {
        private int _received;

        public int Received => Volatile.Read(ref _received);

        public void Add() => Interlocked.Increment(ref _received);
    }

    private sealed class StoppingDispatcher : ReceiveActor
    {
        private readonly List<CephMessage> _held = [];
        private bool _stopped = true;

        public StoppingDispatcher(Counts counts)
        {
            Receive<MessageReceived>(m =>
            {
                counts.Add();
                if (_stopped)
                    _held.Add(m.Message);
                else
                    m.Message.Complete();
            });
            Receive<GoOn>(_ =>
            {
                _stopped = false;
                _held.ForEach(m => m.Complete());
                _held.Clear();
            });
            Receive<Stop>(_ => _stopped = true);
            ReceiveAny(_ => { });
        }
    }
}

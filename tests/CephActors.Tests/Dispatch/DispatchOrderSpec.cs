using Akka.Actor;
using Akka.TestKit;
using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

/// <summary>
/// Order in the queue. The window is one delivery, which the test answers by hand, and a first message closes it, so
/// that everything else is in the queue before the order is decided.
/// </summary>
public class DispatchOrderSpec : DispatchSpec
{
    private readonly Connection _one = Connections.New(1);
    private readonly Connection _two = Connections.New(2);
    private readonly IActorRef _dispatch;
    private readonly TestProbe _probe;
    private readonly ManualDispatcher.Question _open;

    public DispatchOrderSpec()
    {
        _dispatch = Start(window: 1);
        _probe = CreateTestProbe();
        AddTail(_dispatch, Manual(_probe));
        Receive(_dispatch, _one, Message(0));
        _probe.ExpectMsg<MessageReceived>();
        _open = _probe.ExpectMsg<ManualDispatcher.Question>();
    }

    [Fact]
    public async Task Higher_priorities_should_come_first_and_weighted_ones_last()
    {
        Receive(_dispatch, _one, Message(1, 63), Message(2, 64), Message(3, 127), Message(4, 255), Message(5, 300), Message(6, 127));

        Assert.Equal([5, 4, 3, 6, 2, 1], await Open(6));
    }

    [Fact]
    public async Task Message_should_be_weighted_when_a_peer_sends_priority_zero()
    {
        Receive(_dispatch, _one, Message(1, 0), Message(2, 1), Message(3, 64));

        Assert.Equal([3, 2, 1], await Open(3));
    }

    [Fact]
    public async Task Weighted_messages_should_cost_their_data()
    {
        // The first goes without tokens; its 16 MiB fill priority 1's account, from which the cheap one is paid first.
        var big = new CephMessage(MessageType.OsdOp, default, default, new byte[16 << 20]) { Tid = 1, Priority = 3 };
        var big2 = new CephMessage(MessageType.OsdOp, default, default, new byte[16 << 20]) { Tid = 2, Priority = 3 };
        Receive(_dispatch, _one, big, big2, Message(3, 1));

        Assert.Equal([1, 3, 2], await Open(3));
    }

    [Fact]
    public async Task Connections_should_take_turns_inside_a_priority()
    {
        Receive(_dispatch, _one, Message(11), Message(12), Message(13), Message(14));
        Receive(_dispatch, _two, Message(21), Message(22));

        Assert.Equal([11, 21, 12, 22, 13, 14], await Open(6));
    }

    [Fact]
    public async Task Events_should_overtake_queued_messages()
    {
        Receive(_dispatch, _one, Message(1), Message(2, MessagePriority.High));
        _dispatch.Tell(new ConnectionRemoteReset(_two));

        _open.Answer(_probe.Ref);
        Assert.IsType<ConnectionRemoteReset>(await Step(_probe));
        Assert.Equal(2UL, await StepTid());
        Assert.Equal(1UL, await StepTid());
    }

    [Fact]
    public async Task Discard_should_drop_the_messages_of_its_connection_only_and_return_their_credits()
    {
        var bytes = new Throttle("bytes", 1000);
        var gate = new ReceiveGate(null, bytes, bytes, null);
        Receive(_dispatch, _one, Entered(gate, 11, 100), Entered(gate, 12, 100));
        Receive(_dispatch, _two, Entered(gate, 21, 10));
        _dispatch.Tell(new DispatchActor.DiscardConnection(_one));
        _dispatch.Tell(new ConnectionRemoteReset(_one));
        Receive(_dispatch, _one, Entered(gate, 13, 1));

        DispatchStatus status = await StatusOf(_dispatch);
        Assert.Equal((3, 2), (status.Length, status.Discarded));
        Assert.Equal(22, bytes.Current);
        _open.Answer(_probe.Ref);
        Assert.IsType<ConnectionRemoteReset>(await Step(_probe));
        Assert.Equal(21UL, await StepTid());
        Assert.Equal(13UL, await StepTid());
    }

    [Fact]
    public async Task Discard_should_not_touch_local_messages_and_events()
    {
        Connection loopback = Connections.New(0);
        Receive(_dispatch, loopback, Message(1));
        _dispatch.Tell(new ConnectionEstablished(loopback));
        _dispatch.Tell(new DispatchActor.DiscardConnection(loopback));

        _open.Answer(_probe.Ref);
        Assert.IsType<ConnectionEstablished>(await Step(_probe));
        Assert.Equal(1UL, await StepTid());
        Assert.Equal(0, (await StatusOf(_dispatch)).Discarded);
    }

    [Fact]
    public async Task Status_should_tell_length_and_age_of_the_oldest_message()
    {
        DispatchStatus status = await StatusOf(_dispatch);
        Assert.Equal((0, TimeSpan.Zero, 1), (status.Length, status.MaxAge, status.Unfinished));

        Receive(_dispatch, _one, Message(1, 1), Message(2, 1));
        Clock.Advance(TimeSpan.FromSeconds(3));
        Receive(_dispatch, _two, Message(3));
        _dispatch.Tell(new ConnectionAccepted(_two));
        Clock.Advance(TimeSpan.FromSeconds(2));

        status = await StatusOf(_dispatch);
        Assert.Equal((4, TimeSpan.FromSeconds(5)), (status.Length, status.MaxAge));
        _dispatch.Tell(new DispatchActor.DiscardConnection(_one));
        status = await StatusOf(_dispatch);
        Assert.Equal((2, TimeSpan.FromSeconds(2)), (status.Length, status.MaxAge));
    }

    private async Task<ulong[]> Open(int count)
    {
        _open.Answer(_probe.Ref);
        var tids = new ulong[count];
        for (int i = 0; i < count; i++)
            tids[i] = await StepTid();
        return tids;
    }

    private async Task<ulong> StepTid() => Assert.IsType<MessageReceived>(await Step(_probe)).Message.Tid;
}

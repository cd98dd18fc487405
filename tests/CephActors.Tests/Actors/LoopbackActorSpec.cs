using Akka.Actor;
using Akka.TestKit;
using CephActors.Actors;
using CephActors.Dispatch;
using CephActors.Tests.Dispatch;

namespace CephActors.Tests.Actors;

public class LoopbackActorSpec : DispatchSpec
{
    private readonly Connection _loopback = Connections.New(0);
    private readonly FastDispatcherChain _fast;
    private readonly IActorRef _dispatch;
    private readonly TestProbe _probe;
    private readonly ManualDispatcher _dispatcher;

    public LoopbackActorSpec()
    {
        _fast = new FastDispatcherChain(Log);
        _dispatch = Start(window: 1);
        _probe = CreateTestProbe();
        _dispatcher = Manual(_probe);
        AddTail(_dispatch, _dispatcher);
    }

    [Fact]
    public async Task Local_message_should_arrive_as_the_very_object_that_was_sent()
    {
        CephMessage message = Message(7);
        StartLoopback();

        _loopback.Send(message);

        var received = await _probe.ExpectMsgAsync<MessageReceived>();
        Assert.Same(message, received.Message);
        Assert.Same(_loopback, received.Connection);
    }

    [Fact]
    public async Task Local_messages_should_be_queued_in_order_with_the_default_priority_for_zero()
    {
        StartLoopback();
        CloseWindow();
        foreach (CephMessage message in new[] { Message(1, 0), Message(2, 126), Message(3, 128), Message(4, 0) })
            _loopback.Send(message);
        await AwaitAssertAsync(async () => Assert.Equal(4, (await StatusOf(_dispatch)).Length));

        (await NextQuestion(_probe)).Answer(_dispatcher);

        foreach (ulong tid in new ulong[] { 3, 1, 4, 2 })
            Assert.Equal(tid, Assert.IsType<MessageReceived>(await Step(_probe)).Message.Tid);
    }

    [Fact]
    public async Task Local_message_should_be_fast_dispatched_when_a_fast_dispatcher_takes_it()
    {
        var fastProbe = CreateTestProbe();
        _fast.AddTail(new Forwarder(fastProbe));
        StartLoopback();
        CloseWindow();

        _loopback.Send(Message(1));

        Assert.Equal(1UL, await NextTid(fastProbe));
    }

    [Fact]
    public async Task Local_message_should_be_dropped_when_the_connection_was_marked_down()
    {
        StartLoopback();
        CloseWindow();
        _loopback.MarkDown();

        Assert.Equal(SendResult.Closed, _loopback.Send(Message(1)));
        Assert.Equal(0, (await StatusOf(_dispatch)).Length);
    }

    private void StartLoopback() => _loopback.Outbox.Bind(
        Sys.ActorOf(LoopbackActor.Props(_loopback, _fast, _dispatch, MessagePriority.Default, Clock)));

    // A message that is never answered.
    private void CloseWindow()
    {
        Receive(_dispatch, Connections.New(1), Message(0, type: MessageType.MonMap));
        _probe.ExpectMsg<MessageReceived>();
    }

    private sealed class Forwarder(TestProbe probe) : IFastDispatcher
    {
        public bool CanFastDispatch(MessageType type) => type == MessageType.Ping;

        public void FastDispatch(Connection connection, CephMessage message) =>
            probe.Ref.Tell(new MessageReceived(connection, message));
    }
}

using Akka.Actor;
using Akka.Routing;
using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

/// <summary>Whose messages, with their memory and their envelopes, are used again, and when.</summary>
public class MessageReuseSpec : DispatchSpec
{
    private const int Length = 4096;

    private readonly Connection _connection = Connections.New(1);
    private readonly PayloadPool _pool = new(1 << 20);
    private readonly ReceiveGate _gate;

    public MessageReuseSpec()
    {
        _pool.Use();
        _gate = new ReceiveGate(null, null, null, null, _pool);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Message_should_come_back_from_a_dispatcher_that_has_no_use_for_it_when_it_is_processed(bool reuses, int kept)
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher, new DispatcherOptions { ReusesMessages = reuses });

        Receive(dispatch, _connection, Pooled(), Message(2));
        await probe.ExpectMsgAsync<MessageReceived>();
        var question = await NextQuestion(probe);
        Assert.Equal((0, 0), Kept());
        question.Answer(dispatcher);
        Assert.Equal(2UL, await NextTid(probe));

        Assert.Equal((kept * Length, kept), Kept());
    }

    [Fact]
    public async Task Message_should_come_back_when_it_is_completed_explicitly()
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher, new DispatcherOptions { ReusesMessages = true, Completion = CompletionMode.Explicit });

        Receive(dispatch, _connection, Pooled(), Message(2));
        var received = await probe.ExpectMsgAsync<MessageReceived>();
        (await NextQuestion(probe)).Answer(dispatcher);
        Assert.Equal(2UL, await NextTid(probe));
        Assert.Equal((0, 0), Kept());

        received.Message.Complete();
        Assert.Equal((Length, 1), Kept());
    }

    [Fact]
    public async Task Message_should_not_be_used_again_when_its_dispatcher_dies()
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher, new DispatcherOptions { ReusesMessages = true });

        Receive(dispatch, _connection, Pooled());
        await probe.ExpectMsgAsync<MessageReceived>();
        var question = await NextQuestion(probe);
        await EventFilter.Warning(contains: "died with 1").ExpectOneAsync(Doing(() => question.Answer(null!)));

        Assert.Equal(0, (await StatusOf(dispatch)).Unfinished);
        Assert.Equal((0, 0), Kept());
    }

    [Fact]
    public async Task Message_should_come_back_only_when_it_is_processed_though_it_was_completed_before()
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher, new DispatcherOptions { ReusesMessages = true });

        Receive(dispatch, _connection, Pooled(), Message(2));
        (await probe.ExpectMsgAsync<MessageReceived>()).Message.Complete();
        var question = await NextQuestion(probe);
        Assert.Equal((0, 0), Kept());
        question.Answer(dispatcher);
        Assert.Equal(2UL, await NextTid(probe));

        Assert.Equal((Length, 1), Kept());
    }

    [Theory]
    [InlineData(true, CompletionMode.WhenProcessed, true)]
    [InlineData(true, CompletionMode.Explicit, false)]
    [InlineData(false, CompletionMode.WhenProcessed, false)]
    public async Task Envelope_should_be_used_again_when_the_dispatcher_cannot_have_it_any_more(bool reuses, CompletionMode completion, bool same)
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher, new DispatcherOptions { ReusesMessages = reuses, Completion = completion });

        // With a window of one the next message is taken in hand while the one before is not yet answered for: the third has its envelope.
        Receive(dispatch, _connection, Message(1), Message(2), Message(3));
        List<MessageReceived> received = [];
        for (ulong tid = 1; tid <= 3; tid++)
        {
            received.Add(await probe.ExpectMsgAsync<MessageReceived>());
            Assert.Equal((_connection, tid), (received[^1].Connection, received[^1].Message.Tid));
            (await NextQuestion(probe)).Answer(dispatcher);
        }

        Assert.Equal(same ? 1 : 3, received.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public async Task Message_should_not_be_used_again_when_its_dispatcher_is_a_router()
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        AddTail(dispatch, Sys.ActorOf(Props.Empty.WithRouter(new BroadcastGroup(probe.Ref.Path.ToString()))), new DispatcherOptions { ReusesMessages = true });

        Receive(dispatch, _connection, Pooled(), Message(2));
        var received = await probe.ExpectMsgAsync<MessageReceived>();
        Assert.Equal(2UL, await NextTid(probe));

        Assert.Equal((0, 0), Kept());
        Assert.Equal(1UL, received.Message.Tid);
    }

    [Fact]
    public async Task Message_should_stay_the_senders_when_it_came_from_the_messenger_itself()
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        var loopback = Connections.New(0);
        AddTail(dispatch, dispatcher, new DispatcherOptions { ReusesMessages = true });

        // As when a message that was received is passed on to oneself.
        Receive(dispatch, loopback, Pooled(), Message(2));
        await probe.ExpectMsgAsync<MessageReceived>();
        (await NextQuestion(probe)).Answer(dispatcher);
        Assert.Equal(2UL, await NextTid(probe));
        var chain = new FastDispatcherChain(Log);
        chain.AddTail(new FastTaker(reuses: true, fails: false));
        Assert.True(chain.TryDispatch(loopback, Pooled()));

        Assert.Equal((0, 0), Kept());
    }

    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 0)]
    [InlineData(true, true, 0)]
    public void Message_should_come_back_from_a_fast_dispatcher_when_it_has_returned(bool reuses, bool fails, int kept)
    {
        var chain = new FastDispatcherChain(Log);
        chain.AddTail(new FastTaker(reuses, fails));
        Assert.True(chain.TryDispatch(_connection, Pooled()));
        Assert.Equal((kept * Length, kept), Kept());
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 1)]
    [InlineData(false, true, 0)]
    public async Task Message_should_not_be_used_again_when_a_fast_dispatcher_may_keep_what_it_is_shown(bool reuses, bool looks, int kept)
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher, new DispatcherOptions { ReusesMessages = true });
        var chain = new FastDispatcherChain(Log);
        chain.AddTail(looks ? new Onlooker(reuses) : new FastTaker(reuses, fails: false, takes: false));
        chain.AddTail(new FastTaker(reuses: true, fails: false, takes: false));

        var message = Pooled();
        Assert.False(chain.TryDispatch(_connection, message));
        Receive(dispatch, _connection, message, Message(2));
        await probe.ExpectMsgAsync<MessageReceived>();
        (await NextQuestion(probe)).Answer(dispatcher);
        Assert.Equal(2UL, await NextTid(probe));

        Assert.Equal((kept * Length, kept), Kept());
    }

    [Fact]
    public async Task Answer_should_stay_his_who_waits_for_it()
    {
        var answer = _connection.Ask(Message(1), Timeout.InfiniteTimeSpan);
        var chain = new FastDispatcherChain(Log);
        chain.AddTail(new FastTaker(reuses: true, fails: false));
        Assert.True(chain.TryDispatch(_connection, Pooled()));

        Assert.Equal(Length, (await answer).Front.Length);
        Assert.Equal((0, 0), Kept());
    }

    [Fact]
    public void Message_should_not_be_used_again_when_nothing_may_be_kept()
    {
        var gate = new ReceiveGate(null, null, null, null, new PayloadPool(0));
        Assert.Null(gate.Messages);
        var message = new CephMessage(MessageType.Ping, new byte[Length]) { Gate = gate };
        message.Lend();
        message.Finish();
        Assert.Equal(Length, message.Front.Length);
    }

    private (long Bytes, int Messages) Kept() => (_pool.KeptBytes, _gate.Messages!.TakeAll()?.FreeCount ?? 0);

    private CephMessage Pooled() => new(MessageType.Ping, _pool.Rent(Length)) { Tid = 1, Priority = MessagePriority.Default, Gate = _gate };

    private sealed class FastTaker(bool reuses, bool fails, bool takes = true) : IFastDispatcher
    {
        public bool ReusesMessages => reuses;

        public bool CanFastDispatch(MessageType type) => takes;

        public void FastDispatch(Connection connection, CephMessage message)
        {
            if (fails)
                throw new InvalidOperationException("broken");
        }
    }

    private sealed class Onlooker(bool reuses) : IFastDispatcher
    {
        public bool ReusesMessages => reuses;

        public bool CanFastDispatch(MessageType type) => false;

        public void FastDispatch(Connection connection, CephMessage message)
        {
        }

        public void FastPreprocess(Connection connection, CephMessage message)
        {
        }
    }
}

using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

/// <summary>Whose messages give their memory back, and when.</summary>
public class PayloadReuseSpec : DispatchSpec
{
    private const int Length = 4096;

    private readonly Connection _connection = Connections.New(1);
    private readonly PayloadPool _pool = new(1 << 20);
    private readonly ReceiveGate _gate;

    public PayloadReuseSpec()
    {
        _pool.Use();
        _gate = new ReceiveGate(null, null, null, null, _pool);
    }

    [Theory]
    [InlineData(true, Length)]
    [InlineData(false, 0)]
    public async Task Memory_should_come_back_from_a_dispatcher_that_lends_it_when_it_has_processed_the_message(bool reuses, long kept)
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher, new DispatcherOptions { ReusesPayloads = reuses });

        Receive(dispatch, _connection, Pooled(), Message(2));
        await probe.ExpectMsgAsync<MessageReceived>();
        var question = await NextQuestion(probe);
        Assert.Equal(0, _pool.KeptBytes);
        question.Answer(dispatcher);
        Assert.Equal(2UL, await NextTid(probe));

        Assert.Equal(kept, _pool.KeptBytes);
    }

    [Fact]
    public async Task Memory_should_come_back_when_the_message_is_completed_explicitly()
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher, new DispatcherOptions { ReusesPayloads = true, Completion = CompletionMode.Explicit });

        Receive(dispatch, _connection, Pooled(), Message(2));
        var received = await probe.ExpectMsgAsync<MessageReceived>();
        (await NextQuestion(probe)).Answer(dispatcher);
        Assert.Equal(2UL, await NextTid(probe));
        Assert.Equal(0, _pool.KeptBytes);

        received.Message.Complete();
        Assert.Equal(Length, _pool.KeptBytes);
    }

    [Fact]
    public async Task Memory_should_not_be_used_again_when_its_dispatcher_dies()
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher, new DispatcherOptions { ReusesPayloads = true });

        Receive(dispatch, _connection, Pooled());
        await probe.ExpectMsgAsync<MessageReceived>();
        var question = await NextQuestion(probe);
        await EventFilter.Warning(contains: "died with 1").ExpectOneAsync(Doing(() => question.Answer(null!)));

        Assert.Equal(0, (await StatusOf(dispatch)).Unfinished);
        Assert.Equal(0, _pool.KeptBytes);
    }

    [Theory]
    [InlineData(true, false, Length)]
    [InlineData(false, false, 0)]
    [InlineData(true, true, 0)]
    public void Memory_should_come_back_from_a_fast_dispatcher_when_it_has_returned(bool reuses, bool fails, long kept)
    {
        var chain = new FastDispatcherChain(Log);
        chain.AddTail(new FastTaker(reuses, fails));
        Assert.True(chain.TryDispatch(_connection, Pooled()));
        Assert.Equal(kept, _pool.KeptBytes);
    }

    private CephMessage Pooled() => new(MessageType.Ping, _pool.Rent(Length)) { Tid = 1, Priority = MessagePriority.Default, Gate = _gate };

    private sealed class FastTaker(bool reuses, bool fails) : IFastDispatcher
    {
        public bool ReusesPayloads => reuses;

        public bool CanFastDispatch(MessageType type) => true;

        public void FastDispatch(Connection connection, CephMessage message)
        {
            if (fails)
                throw new InvalidOperationException("broken");
        }
    }
}

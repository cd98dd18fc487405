using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

public class FastDispatcherChainSpec : Akka.TestKit.Xunit2.TestKit
{
    private readonly Connection _connection = Connections.New(1);
    private readonly FastDispatcherChain _chain;
    private readonly List<string> _calls = [];

    public FastDispatcherChainSpec() => _chain = new FastDispatcherChain(Log);

    [Fact]
    public void Message_should_be_shown_to_all_and_given_to_the_first_that_takes_it()
    {
        _chain.AddTail(new Recorder("b", _calls, MessageType.Ping));
        _chain.AddTail(new Recorder("c", _calls, MessageType.Ping));
        _chain.AddHead(new Recorder("a", _calls, MessageType.MonMap));

        Assert.True(_chain.TryDispatch(_connection, new CephMessage(MessageType.Ping)));

        Assert.Equal(["a preprocess", "b preprocess", "c preprocess", "b dispatch"], _calls);
    }

    [Fact]
    public void Message_should_be_left_to_the_queue_when_nobody_takes_it()
    {
        _chain.AddTail(new Recorder("a", _calls, MessageType.MonMap));

        Assert.False(_chain.TryDispatch(_connection, new CephMessage(MessageType.Ping)));
        Assert.Equal(["a preprocess"], _calls);
        Assert.False(new FastDispatcherChain(Log).TryDispatch(_connection, new CephMessage(MessageType.Ping)));
    }

    [Fact]
    public void Connect_and_accept_should_reach_all()
    {
        _chain.AddTail(new Recorder("a", _calls, MessageType.Ping));
        _chain.AddTail(new Recorder("b", _calls, MessageType.Ping));

        _chain.Connect(_connection);
        _chain.Accept(_connection);

        Assert.Equal(["a connect", "b connect", "a accept", "b accept"], _calls);
    }

    [Theory]
    [InlineData(CompletionMode.WhenProcessed, 0)]
    [InlineData(CompletionMode.Explicit, 10)]
    public void Credits_should_come_back_when_the_handler_has_returned(CompletionMode completion, long kept)
    {
        var (policy, dispatch) = (new Throttle("policy", 100), new Throttle("dispatch", 100));
        var gate = new ReceiveGate(null, policy, dispatch, null);
        Assert.True(gate.TryEnter(10));
        var message = new CephMessage(MessageType.Ping, new byte[10]) { Gate = gate };
        _chain.AddTail(new Recorder("a", _calls, MessageType.Ping) { Completion = completion });

        Assert.True(_chain.TryDispatch(_connection, message));

        Assert.Equal((kept, 0), (policy.Current, dispatch.Current));
    }

    [Fact]
    public async Task Failure_of_a_handler_should_be_logged_and_the_message_be_done()
    {
        var policy = new Throttle("policy", 100);
        var gate = new ReceiveGate(null, policy, null, null);
        Assert.True(gate.TryEnter(10));
        var message = new CephMessage(MessageType.Ping, new byte[10]) { Gate = gate };
        _chain.AddTail(new Recorder("broken", _calls, MessageType.Ping) { Fails = true });
        _chain.AddTail(new Recorder("b", _calls, MessageType.Ping));

        await EventFilter.Exception<InvalidOperationException>().ExpectAsync(4, () =>
        {
            _chain.Connect(_connection);
            _chain.Accept(_connection);
            Assert.True(_chain.TryDispatch(_connection, message));
            return Task.CompletedTask;
        });

        Assert.Equal(["b connect", "b accept", "b preprocess"], _calls);
        Assert.Equal(0, policy.Current);
    }

    private sealed class Recorder(string name, List<string> calls, MessageType takes) : IFastDispatcher
    {
        public CompletionMode Completion { get; init; }

        public bool Fails { get; init; }

        public bool CanFastDispatch(MessageType type) => type == takes;

        public void FastPreprocess(Connection connection, CephMessage message) => Record("preprocess");

        public void FastDispatch(Connection connection, CephMessage message) => Record("dispatch");

        public void FastConnect(Connection connection) => Record("connect");

        public void FastAccept(Connection connection) => Record("accept");

        private void Record(string call)
        {
            if (Fails)
                throw new InvalidOperationException(call);
            calls.Add($"{name} {call}");
        }
    }
}

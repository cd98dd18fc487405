using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Parts of a messenger that fail, and those that must not notice.</summary>
public sealed class SupervisionSpec(ITestOutputHelper output) : MessengerTest(output)
{
    [Fact]
    public async Task Crashing_connection_should_be_reset_and_take_no_other_with_it()
    {
        ErrorsExpected = 1;
        var (a, b, c) = (await StartAsync("osd.1"), await StartAsync("osd.2"), await StartAsync("osd.3"));
        var (toB, toC) = (a.ConnectTo(b), a.ConnectTo(c));
        toB.Send(Ping(1));
        toC.Send(Ping(1));
        await b.ExpectAsync<MessageReceived>();
        await c.ExpectAsync<MessageReceived>();

        Kill(a.Messenger, toB);
        await a.ExpectAsync<ConnectionReset>(toB);
        await UntilAsync(() => toB.IsClosed);
        Assert.Equal(SendResult.Closed, toB.Send(Ping(2)));
        toC.Send(Ping(2));
        Assert.Equal(2ul, (await c.ExpectAsync<MessageReceived>()).Message.Tid);
        var again = a.ConnectTo(b);
        Assert.NotSame(toB, again);
        again.Send(Ping(3));
        Assert.Equal(3ul, (await b.ExpectAsync<MessageReceived>(m => m.Message.Tid == 3)).Message.Tid);
    }

    [Fact]
    public async Task Crashing_connection_should_return_the_credits_of_what_lies_in_its_mailbox()
    {
        // 1. The connection is kept busy with a first message. 2. It is told to die. 3. More messages come behind that.
        ErrorsExpected = 1;
        var reader = new BlockingDispatcher();
        var b = await StartAsync("osd.2");
        b.Messenger.AddFastDispatcherHead(reader);
        var a = await StartAsync("osd.1");
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        var toA = await reader.Entered.WaitAsync(Patience);
        Kill(b.Messenger, toA);
        for (ulong tid = 2; tid < 500; tid++)
            toB.Send(Ping(tid, size: 1000));
        var throttle = b.Messenger.Services.Throttles.Bytes;
        await UntilAsync(() => throttle.Current >= 4000);
        reader.Proceed.Set();

        await b.ExpectAsync<ConnectionReset>(toA);
        await UntilAsync(() => !b.Messenger.Connections.Contains(toA));
        b.Messenger.MarkDownAll();
        await UntilAsync(() => throttle.Current == 0);
    }

    [Fact]
    public async Task Messenger_should_end_when_its_dispatch_fails()
    {
        ErrorsExpected = 1;
        var (a, b) = (await StartAsync("osd.1"), await StartAsync("osd.2"));
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        await b.ExpectAsync<MessageReceived>();
        Sys.ActorSelection(a.Messenger.Actor.Path / "dispatch").Tell(Akka.Actor.Kill.Instance);
        await a.Messenger.Completion.WaitAsync(Patience);
        Assert.True(toB.IsClosed && a.Messenger.Loopback.IsClosed);
        Assert.Throws<InvalidOperationException>(() => a.ConnectTo(b));
    }

    [Fact]
    public async Task Failing_fast_dispatcher_should_not_harm_the_connection()
    {
        ErrorsExpected = 2;
        var b = await StartAsync("osd.2");
        b.Messenger.AddFastDispatcherHead(new ThrowingDispatcher());
        var a = await StartAsync("osd.1");
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        toB.Send(new CephMessage(MessageType.MonMap) { Tid = 2 });
        Assert.Equal(2ul, (await b.ExpectAsync<MessageReceived>()).Message.Tid);
        Assert.True(toB.IsConnected);
    }

    private void Kill(CephMessenger messenger, Connection connection) =>
        Sys.ActorSelection(messenger.Actor.Path / $"connection-{connection.QueueId}").Tell(Akka.Actor.Kill.Instance);

    private sealed class BlockingDispatcher : IFastDispatcher
    {
        private readonly TaskCompletionSource<Connection> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Connection> Entered => _entered.Task;

        public ManualResetEventSlim Proceed { get; } = new();

        public bool CanFastDispatch(MessageType type) => type == MessageType.Ping && !_entered.Task.IsCompleted;

        public void FastDispatch(Connection connection, CephMessage message)
        {
            _entered.TrySetResult(connection);
            Proceed.Wait(Patience);
        }
    }

    private sealed class ThrowingDispatcher : IFastDispatcher
    {
        public bool CanFastDispatch(MessageType type) => type == MessageType.Ping;

        public void FastDispatch(Connection connection, CephMessage message) => throw new InvalidOperationException("meant");

        public void FastAccept(Connection connection) => throw new InvalidOperationException("meant");
    }
}

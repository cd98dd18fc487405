using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Routing;
using Akka.Util.Internal;
using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

public class DispatchWindowSpec : DispatchSpec
{
    private readonly Connection _connection = Connections.New(1);
    private readonly Throttle _policy = new("policy", 10_000);
    private readonly Throttle _dispatchBytes = new("dispatch", 10_000);
    private readonly ReceiveGate _gate;

    public DispatchWindowSpec() => _gate = new ReceiveGate(null, _policy, _dispatchBytes, null);

    [Fact]
    public async Task Dispatch_should_wait_when_a_window_is_unprocessed_and_go_on_when_it_is_answered()
    {
        var dispatch = Start(window: 8);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher);

        Receive(dispatch, _connection, [.. Enumerable.Range(1, 20).Select(i => Entered(_gate, (ulong)i, 10))]);

        // A quarter of the window is a run; the question follows it.
        var questions = new List<ManualDispatcher.Question>();
        for (ulong tid = 1; tid <= 8; tid++)
        {
            Assert.Equal(tid, await NextTid(probe));
            if (tid % 2 == 0)
                questions.Add(await NextQuestion(probe));
        }

        DispatchStatus status = await StatusOf(dispatch);
        Assert.Equal((12, 8, 8), (status.Length, status.Unfinished, status.Delivered));
        Assert.Equal(200, _dispatchBytes.Current);

        questions[1].Answer(dispatcher);
        Assert.Equal(9UL, await NextTid(probe));
        Assert.Equal(10UL, await NextTid(probe));
        await NextQuestion(probe);
        status = await StatusOf(dispatch);
        Assert.Equal((10, 8), (status.Length, status.Unfinished));
        Assert.Equal((180, 180), (_dispatchBytes.Current, _policy.Current));
    }

    [Fact]
    public async Task Run_should_end_early_when_its_messages_are_long()
    {
        const int Long = 512 << 10;
        var dispatch = Start(window: 64);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher);
        var gate = new ReceiveGate(null, null, new Throttle("dispatch", 100 * Long), null);

        // The first is asked about because nothing is behind it; with that question out, only the end of a run is asked about.
        Receive(dispatch, _connection, Entered(gate, 1, 10));
        Assert.Equal(1UL, await NextTid(probe));
        ManualDispatcher.Question first = await NextQuestion(probe);
        Receive(dispatch, _connection, [.. Enumerable.Range(2, 3).Select(i => Entered(gate, (ulong)i, Long))]);

        Assert.Equal(2UL, await NextTid(probe));
        Assert.Equal(3UL, await NextTid(probe));
        ManualDispatcher.Question second = await NextQuestion(probe);
        Assert.Equal(4UL, await NextTid(probe));
        second.Answer(dispatcher);
        first.Answer(dispatcher);
        await NextQuestion(probe);
    }

    [Fact]
    public async Task Slow_dispatcher_should_hold_up_the_others()
    {
        var dispatch = Start(window: 2);
        var (slow, quick) = (CreateTestProbe(), CreateTestProbe());
        ManualDispatcher slowDispatcher = Manual(slow);
        AddTail(dispatch, slowDispatcher, new DispatcherOptions { Types = [MessageType.Ping] });
        AddTail(dispatch, quick);

        Receive(dispatch, _connection, Message(1), Message(2), Message(3, type: MessageType.MonMap));
        Assert.Equal(1UL, await NextTid(slow));
        ManualDispatcher.Question first = await NextQuestion(slow);
        Assert.Equal(2UL, await NextTid(slow));
        await NextQuestion(slow);
        Assert.Equal(1, (await StatusOf(dispatch)).Length);

        first.Answer(slowDispatcher);
        Assert.Equal(3UL, await NextTid(quick));
    }

    [Fact]
    public async Task Answer_should_count_once_and_only_from_a_question()
    {
        var dispatch = Start(window: 1);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher);
        Receive(dispatch, _connection, Message(1), Message(2), Message(3));
        await NextTid(probe);
        ManualDispatcher.Question question = await NextQuestion(probe);

        dispatch.Tell(new ActorIdentity(-1L, dispatcher));
        dispatch.Tell(new ActorIdentity("what", dispatcher));
        question.Answer(dispatcher);
        question.Answer(dispatcher);

        Assert.Equal(2UL, await NextTid(probe));
        await NextQuestion(probe);
        DispatchStatus status = await StatusOf(dispatch);
        Assert.Equal((1, 1), (status.Length, status.Unfinished));
    }

    [Fact]
    public async Task Question_should_cover_all_that_came_while_the_last_one_was_open()
    {
        var dispatch = Start(window: 100);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        AddTail(dispatch, dispatcher);
        Receive(dispatch, _connection, Message(1));
        await NextTid(probe);
        ManualDispatcher.Question question = await NextQuestion(probe);

        for (ulong tid = 2; tid <= 5; tid++)
        {
            Receive(dispatch, _connection, Message(tid));
            Assert.Equal(tid, await NextTid(probe));
        }

        Assert.Equal(5, (await StatusOf(dispatch)).Unfinished);
        question.Answer(dispatcher);
        (await NextQuestion(probe)).Answer(dispatcher);
        Assert.Equal(0, (await StatusOf(dispatch)).Unfinished);
    }

    [Fact]
    public async Task Message_should_be_done_when_an_asynchronous_handler_has_ended()
    {
        var dispatch = Start();
        var started = CreateTestProbe();
        var end = new TaskCompletionSource();
        var dispatcher = Sys.ActorOf(Props.Create(() => new AsyncDispatcher(started.Ref, end.Task, false)));
        AddTail(dispatch, dispatcher);

        Receive(dispatch, _connection, Entered(_gate, 1, 100));
        await started.ExpectMsgAsync<MessageReceived>();
        Assert.Equal(1, (await StatusOf(dispatch)).Unfinished);
        Assert.Equal((100, 100), (_policy.Current, _dispatchBytes.Current));

        end.SetResult();
        await AwaitIdle(dispatch);
        Assert.Equal((0, 0), (_policy.Current, _dispatchBytes.Current));
    }

    [Fact]
    public async Task Explicit_dispatcher_should_keep_the_policy_credits_until_it_completes()
    {
        var dispatch = Start();
        var probe = CreateTestProbe();
        AddTail(dispatch, probe, new DispatcherOptions { Completion = CompletionMode.Explicit });

        Receive(dispatch, _connection, Entered(_gate, 1, 100));
        CephMessage message = (await probe.ExpectMsgAsync<MessageReceived>()).Message;
        await AwaitIdle(dispatch);

        Assert.Equal((100, 0), (_policy.Current, _dispatchBytes.Current));
        message.Complete();
        Assert.Equal((0, 0), (_policy.Current, _dispatchBytes.Current));
    }

    [Fact]
    public async Task Messages_should_be_lost_and_done_when_their_dispatcher_dies()
    {
        var dispatch = Start(window: 8);
        var started = CreateTestProbe();
        var end = new TaskCompletionSource();
        var dispatcher = Sys.ActorOf(Props.Create(() => new AsyncDispatcher(started.Ref, end.Task, true)));
        AddTail(dispatch, dispatcher);
        Receive(dispatch, _connection, [.. Enumerable.Range(1, 5).Select(i => Entered(_gate, (ulong)i, 10))]);
        await started.ExpectMsgAsync<MessageReceived>();
        await AwaitAssertAsync(async () => Assert.Equal(5, (await StatusOf(dispatch)).Delivered));
        Watch(dispatcher);

        end.SetResult();
        await ExpectTerminatedAsync(dispatcher);
        await AwaitIdle(dispatch);

        DispatchStatus status = await StatusOf(dispatch);
        Assert.Equal((5, 5), (status.Delivered, status.Lost));
        Assert.Equal((0, 0), (_policy.Current, _dispatchBytes.Current));
    }

    [Fact]
    public async Task Messages_should_be_lost_and_done_when_a_dispatcher_is_dead_from_the_start()
    {
        var dispatch = Start();
        var dead = CreateTestProbe();
        Watch(dead);
        Sys.Stop(dead.Ref);
        await ExpectTerminatedAsync(dead);
        Receive(dispatch, _connection, Entered(_gate, 1, 10));
        await AwaitIdle(dispatch);

        AddTail(dispatch, dead);
        Receive(dispatch, _connection, Entered(_gate, 2, 10), Entered(_gate, 3, 10));
        await AwaitIdle(dispatch);

        DispatchStatus status = await StatusOf(dispatch);
        Assert.Equal(3, status.Lost + status.Unhandled);
        Assert.Equal((0, 0), (_policy.Current, _dispatchBytes.Current));
    }

    [Fact]
    public async Task Question_should_be_dropped_when_its_dispatcher_dies_without_an_answer()
    {
        var dispatch = Start(window: 2);
        var (silent, next) = (CreateTestProbe(), CreateTestProbe());
        ManualDispatcher dispatcher = Manual(silent);
        AddTail(dispatch, dispatcher);
        AddTail(dispatch, next);
        Receive(dispatch, _connection, Entered(_gate, 1, 10), Entered(_gate, 2, 10), Entered(_gate, 3, 10));
        Assert.Equal(1UL, await NextTid(silent));
        await NextQuestion(silent);
        Assert.Equal(2UL, await NextTid(silent));
        await NextQuestion(silent);

        dispatch.AsInstanceOf<IInternalActorRef>().SendSystemMessage(
            new DeathWatchNotification(dispatcher, existenceConfirmed: true, addressTerminated: false));

        Assert.Equal(3UL, await NextTid(next));
        await AwaitIdle(dispatch);
        Assert.Equal(2, (await StatusOf(dispatch)).Lost);
        Assert.Equal((0, 0), (_policy.Current, _dispatchBytes.Current));
    }

    [Fact]
    public async Task Router_should_be_done_when_all_its_routees_are()
    {
        var dispatch = Start();
        var started = CreateTestProbe();
        var end = new TaskCompletionSource();
        var router = Sys.ActorOf(Props.Create(() => new AsyncDispatcher(started.Ref, end.Task, false)).WithRouter(new RoundRobinPool(2)));
        AddTail(dispatch, router);

        Receive(dispatch, _connection, Entered(_gate, 1, 10), Entered(_gate, 2, 10));
        await started.ExpectMsgAsync<MessageReceived>();
        await started.ExpectMsgAsync<MessageReceived>();

        // The router itself has long answered by now.
        await router.Ask<ActorIdentity>(new Identify(1), RemainingOrDefault);
        Assert.Equal(2, (await StatusOf(dispatch)).Unfinished);
        Assert.Equal(20, _policy.Current);
        end.SetResult();
        await AwaitIdle(dispatch);
        Assert.Equal((0, 0), (_policy.Current, _dispatchBytes.Current));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public async Task Everything_should_be_delivered_in_order_when_the_window_opens_and_closes_all_the_time(int window)
    {
        const int Producers = 4;
        const int PerProducer = 3000;
        var dispatch = Start(window);
        var results = CreateTestProbe();
        AddTail(dispatch, Sys.ActorOf(Props.Create(() => new CountingDispatcher(results.Ref, Producers * PerProducer))));
        var throttle = new Throttle("messages", 100);

        async Task Produce(ulong queueId)
        {
            var random = new Random((int)queueId);
            var connection = Connections.New(queueId);
            var gate = new ReceiveGate(null, null, null, throttle);
            for (ulong tid = 1; tid <= PerProducer;)
            {
                var batch = new DispatchBatch(connection, Clock.GetTimestamp());
                for (int n = random.Next(1, 10); n > 0 && tid <= PerProducer; n--)
                {
                    while (!gate.TryEnter(0))
                    {
                        dispatch.Tell(batch);
                        batch = new DispatchBatch(connection, Clock.GetTimestamp());
                        var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                        gate.OnReady(woken.SetResult);
                        await woken.Task;
                    }

                    batch.Add(new CephMessage(MessageType.Ping) { Tid = tid++, Priority = MessagePriority.Default, Gate = gate });
                }

                dispatch.Tell(batch);
            }
        }

        await Task.WhenAll(Enumerable.Range(1, Producers).Select(id => Task.Run(() => Produce((ulong)id)))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("in order", await results.ExpectMsgAsync<string>(TimeSpan.FromSeconds(30)));
        await AwaitIdle(dispatch);
        Assert.Equal(0, throttle.Current);
        Assert.Equal(Producers * PerProducer, (await StatusOf(dispatch)).Delivered);
    }

    private Task AwaitIdle(IActorRef dispatch) => AwaitAssertAsync(async () =>
    {
        DispatchStatus status = await StatusOf(dispatch);
        Assert.Equal((0, 0), (status.Length, status.Unfinished));
    });

    private sealed class AsyncDispatcher : ReceiveActor
    {
        public AsyncDispatcher(IActorRef started, Task end, bool dies)
        {
            ReceiveAsync<MessageReceived>(async message =>
            {
                started.Tell(message);
                await end;
                if (dies)
                    Context.Stop(Self);
            });
        }
    }

    private sealed class CountingDispatcher : ReceiveActor
    {
        private readonly Dictionary<Connection, ulong> _last = [];
        private int _count;

        public CountingDispatcher(IActorRef results, int expected)
        {
            Receive<MessageReceived>(received =>
            {
                ulong last = _last.GetValueOrDefault(received.Connection);
                if (received.Message.Tid != last + 1)
                    results.Tell($"{received.Message.Tid} after {last}");
                _last[received.Connection] = received.Message.Tid;
                if (++_count == expected)
                    results.Tell("in order");
            });
        }
    }
}

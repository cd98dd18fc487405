using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using Akka.TestKit;
using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

public class DispatchStopSpec : DispatchSpec
{
    private readonly Connection _connection = Connections.New(1);
    private readonly Throttle _bytes = new("bytes", 10_000);
    private readonly ReceiveGate _gate;
    private readonly IActorRef _dispatch;
    private readonly TestProbe _probe;
    private readonly ManualDispatcher _dispatcher;
    private readonly ManualDispatcher.Question _question;

    public DispatchStopSpec()
    {
        _gate = new ReceiveGate(null, _bytes, _bytes, null);
        _dispatch = Start(window: 1);
        _probe = CreateTestProbe();
        _dispatcher = Manual(_probe);
        AddTail(_dispatch, _dispatcher);
        Receive(_dispatch, _connection, Entered(_gate, 1, 10), Entered(_gate, 2, 20), Entered(_gate, 3, 30));
        _probe.ExpectMsg<MessageReceived>();
        _question = _probe.ExpectMsg<ManualDispatcher.Question>();
    }

    [Fact]
    public async Task Stop_should_drop_messages_and_deliver_events_even_if_the_window_is_closed()
    {
        _dispatch.Tell(new ConnectionReset(_connection, "shutdown"));
        _dispatch.Tell(new ConnectionReset(Connections.New(2), "shutdown"));

        await _dispatch.Ask<DispatchActor.Stopped>(DispatchActor.Stop.Instance, RemainingOrDefault);

        var first = await _probe.ExpectMsgAsync<ConnectionReset>();
        Assert.Same(_connection, first.Connection);
        await _probe.FishForMessageAsync(message => message is ConnectionReset second && second.Connection != _connection);
        DispatchStatus status = await StatusOf(_dispatch);
        Assert.Equal((0, 2, 1), (status.Length, status.Discarded, status.Delivered));
        Assert.Equal(20, _bytes.Current);
        _question.Answer(_dispatcher);
        Assert.Equal(2, (await StatusOf(_dispatch)).Unfinished);
        Assert.Equal(0, _bytes.Current);
    }

    [Fact]
    public async Task Messages_should_be_dropped_and_events_delivered_when_they_come_after_the_stop()
    {
        await _dispatch.Ask<DispatchActor.Stopped>(DispatchActor.Stop.Instance, RemainingOrDefault);

        Receive(_dispatch, _connection, Entered(_gate, 4, 40));
        _dispatch.Tell(new ConnectionReset(_connection, "late"));

        await _probe.ExpectMsgAsync<ConnectionReset>();
        Assert.Equal(3, (await StatusOf(_dispatch)).Discarded);
        Assert.Equal(20, _bytes.Current);
    }

    [Fact]
    public async Task Credits_should_come_back_when_the_actor_ends_in_the_middle()
    {
        Assert.Equal(120, _bytes.Current);
        Watch(_dispatch);

        Sys.Stop(_dispatch);

        await ExpectTerminatedAsync(_dispatch);
        await AwaitAssertAsync(() => Assert.Equal(0, _bytes.Current));
    }

    [Fact]
    public void Queue_should_return_the_credits_of_what_comes_after_its_end()
    {
        var queue = new DispatchMessageQueue();
        var deadLetters = new UnboundedMessageQueue();
        _bytes.Take(1);
        queue.Attach(new DispatchSettings(1, 1, 1), Clock);
        Enqueue(queue, Entered(_gate, 5, 50));
        queue.Enqueue(TestActor, new Envelope(new ConnectionReset(_connection, "undelivered"), ActorRefs.NoSender));
        queue.Enqueue(TestActor, new Envelope("control", ActorRefs.NoSender));

        queue.CleanUp(TestActor, deadLetters);
        Enqueue(queue, Entered(_gate, 6, 60));
        queue.Enqueue(TestActor, new Envelope("late", ActorRefs.NoSender));

        Assert.Equal(121, _bytes.Current);
        Assert.False(queue.HasMessages);
        var left = new List<object>();
        while (deadLetters.TryDequeue(out Envelope envelope))
            left.Add(envelope.Message);
        Assert.IsType<ConnectionReset>(left[0]);
        Assert.Equal(["control", "late"], left[1..]);
    }

    private void Enqueue(DispatchMessageQueue queue, CephMessage message)
    {
        var batch = new DispatchBatch(_connection, Clock.GetTimestamp());
        batch.Add(message);
        queue.Enqueue(TestActor, new Envelope(batch, ActorRefs.NoSender));
    }
}

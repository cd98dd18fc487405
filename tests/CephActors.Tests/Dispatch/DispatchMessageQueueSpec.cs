using Akka.Actor;
using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

/// <summary>The mailbox by itself: an actor system asks <c>HasMessages</c> whether its actor has to run again.</summary>
public class DispatchMessageQueueSpec
{
    private readonly DispatchMessageQueue _queue = new();
    private readonly Connection _connection = Connections.New(1);

    [Fact]
    public void Queue_should_keep_what_came_before_its_actor()
    {
        Enqueue(Batch(1));
        Assert.True(_queue.HasMessages);
        Assert.False(_queue.TryDequeue(out _));

        Attach(window: 1);

        Assert.IsType<MessageReceived>(Dequeue());
        Assert.False(_queue.HasMessages);
    }

    [Fact]
    public void Actor_should_rest_when_the_window_is_closed_and_run_when_it_opens()
    {
        Attach(window: 2);
        Enqueue(Batch(1));
        _queue.Unfinished = 2;

        Assert.False(_queue.TryDequeue(out _));
        Assert.False(_queue.HasMessages);
        Assert.Equal(1, _queue.Count);

        _queue.Unfinished = 1;
        Assert.True(_queue.HasMessages);
        Assert.IsType<MessageReceived>(Dequeue());
    }

    [Fact]
    public void Actor_should_run_again_when_it_wants_to_flush_and_has_nothing_else()
    {
        Attach(window: 1);
        _queue.IsFlushWanted = true;

        Assert.True(_queue.HasMessages);
        Assert.Same(DispatchActor.FlushDeliveries.Instance, Dequeue());
        Assert.False(_queue.HasMessages);
    }

    [Fact]
    public void Queue_should_give_control_messages_then_deliveries_then_the_stop_then_the_flush()
    {
        Attach(window: 10);
        _queue.IsFlushWanted = true;
        Enqueue(Batch(2));
        Enqueue(new ConnectionAccepted(_connection));
        Enqueue("control");
        Enqueue(DispatchActor.Stop.Instance);
        Enqueue("more control");

        Assert.Equal("control", Dequeue());
        Assert.Equal("more control", Dequeue());
        Assert.IsType<ConnectionAccepted>(Dequeue());
        Assert.True(_queue.HasMessages);
        Assert.Same(DispatchActor.Stop.Instance, Dequeue());
        Assert.True(_queue.HasMessages);
        Assert.Same(DispatchActor.FlushDeliveries.Instance, Dequeue());
        Assert.False(_queue.HasMessages);
        Assert.Equal(0, _queue.Count);
    }

    private void Attach(int window) => _queue.Attach(new DispatchSettings(1000, 1, window), new ManualClock());

    private void Enqueue(object message) => _queue.Enqueue(ActorRefs.Nobody, new Envelope(message, ActorRefs.NoSender));

    private object Dequeue()
    {
        Assert.True(_queue.TryDequeue(out Envelope envelope));
        return envelope.Message;
    }

    private DispatchBatch Batch(int messages)
    {
        var batch = new DispatchBatch(_connection, 0);
        for (int i = 0; i < messages; i++)
            batch.Add(new CephMessage(MessageType.Ping) { Priority = MessagePriority.Default });
        return batch;
    }
}

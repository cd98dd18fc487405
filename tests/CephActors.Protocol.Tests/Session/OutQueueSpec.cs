using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Ceph: <c>Protocol::out_q</c>, <c>ProtocolV1::_get_next_outgoing</c>, <c>discard_requeued_up_to</c>.</summary>
public class OutQueueSpec
{
    [Fact]
    public void Queue_should_give_the_highest_priority_first_and_keep_order_inside_one()
    {
        var queue = new OutQueue();
        queue.Enqueue(Fresh(1), 127);
        queue.Enqueue(Fresh(2), 63);
        queue.Enqueue(Fresh(3), 196);
        queue.Enqueue(Fresh(4), 127);
        queue.Enqueue(Fresh(5), 255);
        queue.Enqueue(Fresh(6), 196);
        Assert.Equal(6, queue.Count);

        Assert.Equal([5, 3, 6, 1, 4, 2], Tids(queue));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Queue_should_give_requeued_messages_first_when_others_of_the_highest_priority_wait()
    {
        var queue = new OutQueue();
        queue.Enqueue(Fresh(10), 255);
        queue.Requeue(Numbered(2));
        queue.Requeue(Numbered(1));

        Assert.Equal([1, 2, 10], Tids(queue));
    }

    [Fact]
    public void Queue_should_let_nothing_overtake_requeued_messages_when_a_priority_is_beyond_the_highest()
    {
        var queue = new OutQueue();
        queue.Requeue(Numbered(1));
        queue.Enqueue(Fresh(10), 1000);

        Assert.Equal([1, 10], Tids(queue));
    }

    [Fact]
    public void Drop_should_say_that_nothing_waited_when_the_highest_priority_is_empty()
    {
        var queue = new OutQueue();
        queue.Enqueue(Fresh(1), 127);
        Assert.Null(queue.DropRequeuedUpTo(5, null));

        queue.Requeue(Numbered(1));
        Assert.True(queue.TryDequeue(out _));
        Assert.Null(queue.DropRequeuedUpTo(5, null));
        Assert.Equal(1, queue.Count);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(6, 3)]
    [InlineData(99, 3)]
    public void Drop_should_take_the_numbered_messages_up_to_a_seq_when_some_wait(ulong seq, int dropped)
    {
        var queue = new OutQueue();
        queue.Enqueue(Fresh(20), 255);
        for (ulong requeued = 6; requeued >= 4; requeued--)
            queue.Requeue(Numbered(requeued));
        var told = new List<ulong>();

        Assert.Equal(dropped, queue.DropRequeuedUpTo(seq, m => told.Add(m.Tid)));

        Assert.Equal(new ulong[] { 4, 5, 6 }.Take(dropped), told);
        Assert.Equal(4 - dropped, queue.Count);
        Assert.Equal(new ulong[] { 4, 5, 6, 20 }.Skip(dropped), Tids(queue));
    }

    [Fact]
    public void Drop_should_stop_at_a_message_without_number_when_it_stands_in_front()
    {
        var queue = new OutQueue();
        queue.Enqueue(Fresh(1), 255);

        Assert.Equal(0, queue.DropRequeuedUpTo(99, null));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void Clear_should_drop_everything_when_lanes_are_filled()
    {
        var queue = new OutQueue();
        queue.Enqueue(Fresh(1), 127);
        queue.Requeue(Numbered(2));

        queue.Clear();

        Assert.Equal(0, queue.Count);
        Assert.False(queue.TryDequeue(out _));
    }

    private static QueuedMessage Fresh(ulong tid) => new(new CephMessage(MessageType.Ping) { Tid = tid }, 0);

    private static QueuedMessage Numbered(ulong seq) => new(new CephMessage(MessageType.Ping) { Tid = seq }, seq);

    private static List<ulong> Tids(OutQueue queue)
    {
        var tids = new List<ulong>();
        while (queue.TryDequeue(out var message))
            tids.Add(message.Message.Tid);
        return tids;
    }
}

using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>
/// Numbers, acknowledgements and replay. Ceph: <c>ProtocolV1::write_message</c>, <c>handle_message_ack</c>,
/// <c>requeue_sent</c>, <c>discard_requeued_up_to</c>.
/// </summary>
public class SessionQueuesSpec
{
    private readonly SessionQueues _queues = new();
    private readonly List<ulong> _released = [];

    public SessionQueuesSpec() => _queues.Released = message => _released.Add(message.Tid);

    [Fact]
    public void Messages_should_be_numbered_from_one_when_written()
    {
        Enqueue(3);

        Assert.Equal([(1, 1), (2, 2), (3, 3)], WriteAll());
        Assert.Equal((3UL, 0, 3), (_queues.OutSeq, _queues.Queued, _queues.Unacked));
    }

    [Fact]
    public void Messages_should_be_numbered_in_the_order_of_writing_when_priorities_differ()
    {
        _queues.Enqueue(Message(1), 63);
        _queues.Enqueue(Message(2), 196);

        Assert.Equal([(2, 1), (1, 2)], WriteAll());
    }

    [Fact]
    public void Lossy_session_should_keep_nothing_when_it_writes()
    {
        Enqueue(2);

        Assert.Equal([(1, 1), (2, 2)], WriteAll(lossless: false));

        Assert.Equal(0, _queues.Unacked);
        Assert.Equal([1UL, 2], _released);
        _queues.RequeueSent();
        Assert.Equal((0, 2UL), (_queues.Queued, _queues.OutSeq));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(127, 127)]
    [InlineData(128, 128)]
    [InlineData(129, 129)]
    [InlineData(300, 300)]
    [InlineData(5000, 300)]
    public void Acknowledge_should_trim_up_to_its_number_when_any_length_waits(ulong acked, int trimmed)
    {
        Enqueue(300);
        WriteAll();

        _queues.Acknowledge(acked);

        Assert.Equal(300 - trimmed, _queues.Unacked);
        Assert.Equal(trimmed, _released.Count);
        Assert.Equal(300UL, _queues.OutSeq);
    }

    [Fact]
    public void Acknowledge_should_do_no_harm_when_it_is_old_or_repeated()
    {
        Enqueue(3);
        WriteAll();
        _queues.Acknowledge(2);

        _queues.Acknowledge(2);
        _queues.Acknowledge(1);

        Assert.Equal(1, _queues.Unacked);
        Assert.Equal([1UL, 2], _released);
    }

    [Fact]
    public void Acknowledge_should_do_no_harm_when_it_is_beyond_what_was_sent()
    {
        Enqueue(2);
        WriteAll();
        _queues.Acknowledge(99);
        Enqueue(1, firstTid: 3);

        Assert.Equal([(3, 3)], WriteAll());
        Assert.Equal(1, _queues.Unacked);
    }

    [Fact]
    public void Requeue_should_give_the_same_numbers_again_when_written_again()
    {
        Enqueue(4);
        WriteAll();
        _queues.Acknowledge(1);
        _queues.Enqueue(Message(10), 200);

        _queues.RequeueSent();

        Assert.Equal((1UL, 4, 0), (_queues.OutSeq, _queues.Queued, _queues.Unacked));
        Assert.Equal([(2, 2), (3, 3), (4, 4), (10, 5)], WriteAll());
    }

    [Fact]
    public void Replayed_should_count_what_is_written_again_and_not_what_the_peer_had()
    {
        Enqueue(3);
        WriteAll();
        _queues.RequeueSent();
        _queues.DiscardRequeuedUpTo(1);
        Enqueue(1, firstTid: 4);
        Assert.Equal(0, _queues.Replayed);

        WriteAll();

        Assert.Equal(2, _queues.Replayed);
        Assert.Equal(6, _queues.Traffic.Sent.Read().Single().Messages);
    }

    [Fact]
    public void Requeue_should_put_old_messages_before_waiting_ones_when_those_have_the_highest_priority()
    {
        Enqueue(2);
        WriteAll();
        _queues.Enqueue(Message(10), 255);

        _queues.RequeueSent();

        Assert.Equal([(1, 1), (2, 2), (10, 3)], WriteAll());
    }

    [Fact]
    public void Requeue_should_keep_numbers_when_only_part_was_written_again_before_the_next_fault()
    {
        Enqueue(3);
        WriteAll();
        _queues.RequeueSent();
        Assert.True(_queues.TryTakeNext(lossless: true, out var first));
        Assert.Equal(1UL, first.Seq);

        _queues.RequeueSent();

        Assert.Equal([(1, 1), (2, 2), (3, 3)], WriteAll());
    }

    [Theory]
    [InlineData(0, "1 2 3 10", 0)]
    [InlineData(2, "3 10", 2)]
    [InlineData(3, "10", 3)]
    public void Discard_should_drop_what_the_peer_has_when_messages_were_requeued(ulong peerHas, string left, ulong outSeq)
    {
        Enqueue(3);
        WriteAll();
        _queues.Enqueue(Message(10), 127);
        _queues.RequeueSent();

        _queues.DiscardRequeuedUpTo(peerHas);

        Assert.Equal(outSeq, _queues.OutSeq);
        Assert.Equal(peerHas, (ulong)_released.Count);
        var written = WriteAll();
        Assert.Equal(left, string.Join(' ', written.Select(m => m.Tid)));
        Assert.Equal(Enumerable.Range((int)outSeq + 1, written.Count).Select(seq => (ulong)seq), written.Select(m => m.Seq));
    }

    [Fact]
    public void Discard_should_take_over_the_peers_number_when_nothing_was_requeued()
    {
        Enqueue(1);

        _queues.DiscardRequeuedUpTo(41);

        Assert.Equal([(1, 42)], WriteAll());
    }

    [Fact]
    public void Discard_should_keep_the_number_when_a_never_written_message_has_the_highest_priority()
    {
        _queues.Reset(7);
        _queues.Enqueue(Message(1), 255);

        _queues.DiscardRequeuedUpTo(0);

        Assert.Equal([(1, 8)], WriteAll());
    }

    [Fact]
    public void Discard_should_go_on_behind_what_the_peer_has_when_its_count_is_from_an_older_session()
    {
        // Ceph stays at 0 here, and the peer drops the message as one it has.
        _queues.Enqueue(Message(1), 255);

        _queues.DiscardRequeuedUpTo(5);

        Assert.Equal([(1, 6)], WriteAll());
    }

    [Fact]
    public void Reset_should_start_at_the_given_number_when_a_new_session_begins()
    {
        Enqueue(2);
        WriteAll();
        Enqueue(1, firstTid: 3);
        _queues.TryAccept(1, lossless: true, out _);

        _queues.Reset(0x1234);

        Assert.Equal((0x1234UL, 0UL, 0, 0), (_queues.OutSeq, _queues.InSeq, _queues.Queued, _queues.Unacked));
        Assert.False(_queues.TryTakeAck(out _));
        Assert.Equal([1UL, 2, 3], _released);
        Enqueue(1, firstTid: 4);
        Assert.Equal([(4, 0x1235)], WriteAll());
    }

    [Fact]
    public void Queues_should_work_when_nobody_wants_to_be_told_of_released_messages()
    {
        _queues.Released = null;
        Enqueue(3);
        WriteAll();
        _queues.Acknowledge(1);
        _queues.RequeueSent();
        _queues.DiscardRequeuedUpTo(2);
        WriteAll();
        Enqueue(1);
        Assert.Equal((1, 1), (_queues.Queued, _queues.Unacked));
        _queues.Reset(0);

        Assert.Equal((0, 0), (_queues.Queued, _queues.Unacked));
    }

    [Fact]
    public void Released_should_be_told_once_per_message_when_each_leaves_another_way()
    {
        Enqueue(6);
        for (var i = 0; i < 4; i++)
            _queues.TryTakeNext(lossless: true, out _);
        _queues.Acknowledge(1);
        Assert.Equal([1UL], _released);
        _queues.RequeueSent();
        Assert.Equal([1UL], _released);
        _queues.DiscardRequeuedUpTo(2);
        Assert.Equal([1UL, 2], _released);
        _queues.TryTakeNext(lossless: true, out _);
        _queues.TryTakeNext(lossless: false, out _);
        Assert.Equal([1UL, 2, 4], _released);
        _queues.Reset(0);

        Assert.Equal(new ulong[] { 1, 2, 3, 4, 5, 6 }, _released.Order());
    }

    private void Enqueue(int count, ulong firstTid = 1)
    {
        for (ulong i = 0; i < (ulong)count; i++)
            _queues.Enqueue(Message(firstTid + i), 127);
    }

    private static CephMessage Message(ulong tid) => new(MessageType.Ping) { Tid = tid };

    private List<(ulong Tid, ulong Seq)> WriteAll(bool lossless = true)
    {
        var written = new List<(ulong, ulong)>();
        while (_queues.TryTakeNext(lossless, out var next))
            written.Add((next.Message.Tid, next.Seq));
        return written;
    }
}

namespace CephActors.Session;

/// <summary>
/// The numbered message flow of a session, both ways: what waits, what was written and not acknowledged, and the
/// sequence numbers. Follows Ceph's <c>ProtocolV1::write_message</c>, <c>requeue_sent</c>,
/// <c>discard_requeued_up_to</c> and <c>handle_message_ack</c>.
/// </summary>
internal sealed class SessionQueues
{
    private readonly OutQueue _out = new();
    private readonly RingQueue<QueuedMessage> _sent = new();
    private bool _ackOwed;

    /// <summary>Number of the last message received and accepted.</summary>
    public ulong InSeq { get; private set; }

    /// <summary>Number of the last message written.</summary>
    public ulong OutSeq { get; private set; }

    /// <summary>Messages that wait to be written.</summary>
    public int Queued => _out.Count;

    /// <summary>Messages written and not acknowledged; always 0 on a lossy session.</summary>
    public int Unacked => _sent.Count;

    /// <summary>Messages written once more, because the peer did not have them, since the connection was made.</summary>
    public long Replayed => Traffic.Replayed;

    /// <summary>What has gone over the session, by type; the one part of it that other threads may read.</summary>
    public SessionTraffic Traffic { get; } = new();

    /// <summary>Told of each message that leaves for good: written on a lossy session, acknowledged, or dropped.</summary>
    public Action<CephMessage>? Released { get; set; }

    /// <summary>Puts a message in line.</summary>
    public void Enqueue(CephMessage message, int priority) => _out.Enqueue(new QueuedMessage(message, 0), priority);

    /// <summary>Takes the next message to write and gives it its number; a lossless session keeps it until it is acknowledged.</summary>
    public bool TryTakeNext(bool lossless, out QueuedMessage next)
    {
        if (!_out.TryDequeue(out next))
            return false;
        if (next.Seq != 0)
            Traffic.Replayed++;
        Traffic.Sent.Add(next.Message);
        next = next with { Seq = ++OutSeq };
        if (lossless)
            _sent.PushBack(next);
        else
            Released?.Invoke(next.Message);
        return true;
    }

    /// <summary>
    /// Judges an arriving message by its number: false for one that was received before. A gap is legal and accepted;
    /// <paramref name="skipped"/> is its width.
    /// </summary>
    public bool TryAccept(ulong seq, bool lossless, out ulong skipped)
    {
        skipped = 0;
        if (seq <= InSeq)
        {
            // Who repeats it has not heard that it is here, and keeps it until told.
            _ackOwed |= lossless;
            return false;
        }

        skipped = seq - InSeq - 1;
        InSeq = seq;
        _ackOwed |= lossless;
        return true;
    }

    /// <summary>Whether anything was received that no acknowledgement went out for.</summary>
    public bool OwesAck => _ackOwed;

    /// <summary>One acknowledgement for everything received since the last.</summary>
    public bool TryTakeAck(out ulong seq)
    {
        seq = InSeq;
        var owed = _ackOwed;
        _ackOwed = false;
        return owed;
    }

    /// <summary>The peer received everything up to and including <paramref name="seq"/>.</summary>
    public void Acknowledge(ulong seq)
    {
        while (_sent.Count > 0 && _sent[0].Seq <= seq && _sent.TryPopFront(out var message))
            Released?.Invoke(message.Message);
    }

    /// <summary>
    /// Puts everything unacknowledged back in line, first. The numbers go back with it, so that each message gets the same one again.
    /// </summary>
    public void RequeueSent()
    {
        OutSeq -= (ulong)_sent.Count;
        while (_sent.TryPopBack(out var message))
            _out.Requeue(message);
    }

    /// <summary>
    /// The peer says it has everything up to <paramref name="seq"/> of what would be sent again. What follows gets greater
    /// numbers: Ceph leaves them where they are when a message of the highest priority was never written, and a peer that
    /// counts on from an older session then takes the next messages for old ones.
    /// </summary>
    public void DiscardRequeuedUpTo(ulong seq)
    {
        if (_out.DropRequeuedUpTo(seq, Released) is { } dropped)
            OutSeq = Math.Max(OutSeq + (ulong)dropped, seq);
        else
            OutSeq = seq;
    }

    /// <summary>Starts receiving at 1 again, as after a peer that lost its session.</summary>
    public void RestartReceiving()
    {
        InSeq = 0;
        _ackOwed = false;
    }

    /// <summary>Drops everything and starts a new session whose first message has number <paramref name="outSeq"/> + 1.</summary>
    public void Reset(ulong outSeq)
    {
        if (Released is not null)
        {
            while (_sent.TryPopFront(out var message))
                Released(message.Message);
            while (_out.TryDequeue(out var message))
                Released(message.Message);
        }

        _sent.Clear();
        _out.Clear();
        OutSeq = outSeq;
        RestartReceiving();
    }
}

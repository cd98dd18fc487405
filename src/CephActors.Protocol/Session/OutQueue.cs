namespace CephActors.Session;

/// <summary>A message on its way out; <paramref name="Seq"/> is 0 until it was first written.</summary>
internal readonly record struct QueuedMessage(CephMessage Message, ulong Seq);

/// <summary>
/// Messages that wait for the writer: strict priority, first in first out inside one. Ceph: <c>Protocol::out_q</c>.
/// Connections use few priorities, so lanes are a short list sorted downwards, kept once made.
/// </summary>
internal sealed class OutQueue
{
    private readonly List<Lane> _lanes = [];

    /// <summary>Number of messages.</summary>
    public int Count { get; private set; }

    /// <summary>Adds behind the others of its priority.</summary>
    public void Enqueue(in QueuedMessage message, int priority)
    {
        LaneOf(priority).Messages.PushBack(message);
        Count++;
    }

    /// <summary>Adds before all others of the highest priority: messages being sent again.</summary>
    public void Requeue(in QueuedMessage message)
    {
        LaneOf(MessagePriority.Highest).Messages.PushFront(message);
        Count++;
    }

    /// <summary>Takes the head of the highest priority present.</summary>
    public bool TryDequeue(out QueuedMessage message)
    {
        foreach (var lane in _lanes)
        {
            if (!lane.Messages.TryPopFront(out message))
                continue;
            Count--;
            return true;
        }

        message = default;
        return false;
    }

    /// <summary>
    /// Drops requeued messages up to <paramref name="seq"/> from the front of the highest priority and returns how many;
    /// null when nothing ever waited there. A message that was never written has no seq and ends the scan.
    /// </summary>
    public int? DropRequeuedUpTo(ulong seq, Action<CephMessage>? dropped)
    {
        var messages = _lanes.Count > 0 && _lanes[0].Priority == MessagePriority.Highest ? _lanes[0].Messages : null;
        if (messages is null or { Count: 0 })
            return null;
        var count = 0;
        while (messages.Count > 0 && messages[0].Seq != 0 && messages[0].Seq <= seq && messages.TryPopFront(out var message))
        {
            dropped?.Invoke(message.Message);
            count++;
        }

        Count -= count;
        return count;
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        _lanes.Clear();
        Count = 0;
    }

    private Lane LaneOf(int priority)
    {
        // Nothing may overtake requeued messages, whose numbers depend on going out first.
        priority = Math.Min(priority, MessagePriority.Highest);
        var index = 0;
        while (index < _lanes.Count && _lanes[index].Priority > priority)
            index++;
        if (index == _lanes.Count || _lanes[index].Priority != priority)
            _lanes.Insert(index, new Lane(priority, new RingQueue<QueuedMessage>()));
        return _lanes[index];
    }

    private sealed record Lane(int Priority, RingQueue<QueuedMessage> Messages);
}

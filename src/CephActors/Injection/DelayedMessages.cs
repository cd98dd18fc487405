namespace CephActors.Injection;

/// <summary>
/// Received messages of one connection that are held back, in order: any delay that ends lets go of the one that waits
/// longest. Not thread-safe. Ceph: <c>src/msg/async/AsyncConnection.cc</c>, <c>DelayedDelivery</c>.
/// </summary>
internal sealed class DelayedMessages
{
    private readonly Queue<(CephMessage Message, long ReceivedAt)> _messages = new();

    public int Count => _messages.Count;

    /// <summary>Tells the delays that count from those that began before everything was let go or dropped.</summary>
    public long Round { get; private set; }

    /// <summary>Puts a message in line.</summary>
    /// <param name="message">The message.</param>
    /// <param name="receivedAt">When it came.</param>
    public void Add(CephMessage message, long receivedAt) => _messages.Enqueue((message, receivedAt));

    /// <summary>Takes the message that waits longest.</summary>
    public bool TryTake(out CephMessage message, out long receivedAt)
    {
        var taken = _messages.TryDequeue(out var first);
        (message, receivedAt) = first;
        return taken;
    }

    /// <summary>Delays under way end without effect.</summary>
    public void ForgetDelays() => Round++;

    /// <summary>Drops everything; its credits go back.</summary>
    public void Discard()
    {
        ForgetDelays();
        while (_messages.TryDequeue(out var first))
            first.Message.Complete();
    }
}

using System.Diagnostics.CodeAnalysis;
using CephActors.Telemetry;

namespace CephActors.Dispatch;

/// <summary>
/// What waits to be delivered: messages and connection events in Ceph's order. Pure bookkeeping, not thread-safe.
/// Ceph: <c>src/msg/DispatchQueue.cc</c>.
/// </summary>
internal sealed class DispatchBacklog(DispatchSettings settings, TimeProvider clock)
{
    // Events and local messages share this class, which is never discarded.
    private const ulong EventClass = 0;
    private const int EventPriority = MessagePriority.Highest;

    /// <summary>Makes up for the wake-up and the system call that the answers to one connection cost together.</summary>
    private const int MessagesPerTurn = 32;

    /// <summary>Connections whose answers come together without that, because each has several messages in a window.</summary>
    private const int FewConnections = 16;

    private readonly PrioritizedQueue<Item> _queue = new(settings.MaxTokensPerPriority, settings.MinCost, TurnsFor(settings.Window));
    private readonly AgeIndex _ages = new();
    private readonly List<Item> _removed = [];

    /// <summary>Messages and events.</summary>
    internal int Length => _queue.Count;

    /// <summary>Messages dropped undelivered.</summary>
    internal long Discarded { get; private set; }

    /// <summary>From now on messages are dropped; events are still delivered.</summary>
    internal bool IsStopped { get; private set; }

    /// <summary>Told when the last message of a batch is taken, with the time at which it was received.</summary>
    internal Action<long>? BatchTaken { get; set; }

    /// <summary>Envelopes of messages that are done, for the next ones.</summary>
    internal SpareEnvelopes Spare { get; } = new();

    internal TimeSpan MaxAge => _ages.TryGetOldest(out long receivedAt) ? clock.GetElapsedTime(receivedAt) : TimeSpan.Zero;

    internal void Add(DispatchBatch batch)
    {
        if (IsStopped)
        {
            Drop(batch);
            return;
        }

        if (batch.Count > 0)
        {
            batch.Waiting = batch.Count;
            _ages.Add(batch);
        }

        foreach (CephMessage message in batch.Messages)
        {
            int priority = batch.PriorityOf(message);
            var item = new Item(batch, message);
            if (priority >= MessagePriority.Low)
                _queue.EnqueueStrict(batch.Connection.QueueId, priority, item);
            else
                _queue.Enqueue(batch.Connection.QueueId, priority, message.Data.Length, item);
        }

        batch.Clear();
    }

    internal void Add(IConnectionEvent connectionEvent) =>
        _queue.EnqueueStrict(EventClass, EventPriority, new Item(null, connectionEvent));

    /// <summary>
    /// Drops all messages of a connection and gives their credits back. Events stay, and so do local messages.
    /// Ceph: <c>DispatchQueue::discard_queue</c>.
    /// </summary>
    internal void Discard(ulong queueId)
    {
        if (queueId == EventClass)
            return;
        _queue.RemoveByClass(queueId, _removed);
        foreach (Item item in _removed)
            Drop(item);
        _removed.Clear();
    }

    /// <summary>Drops all messages and all that come later. Ceph: <c>DispatchQueue::shutdown</c> and what its thread then does.</summary>
    internal void Stop()
    {
        IsStopped = true;
        while (_queue.TryDequeue(out Item item))
        {
            if (item.Batch is null)
                _removed.Add(item);
            else
                Drop(item);
        }

        foreach (Item item in _removed)
            _queue.EnqueueStrict(EventClass, EventPriority, item);
        _removed.Clear();
    }

    /// <summary>Takes what is next: a <see cref="MessageReceived"/> or an event.</summary>
    internal bool TryTake([NotNullWhen(true)] out object? delivery)
    {
        while (_queue.TryDequeue(out Item item))
        {
            if (item.Batch is not { } batch)
            {
                delivery = item.Content;
                return true;
            }

            // Its user has marked the connection down; the word to discard it is on its way.
            if (batch.Connection.IsClosed)
            {
                Drop(item);
                continue;
            }

            _ages.Remove(batch);
            if (batch.Waiting == 0)
                BatchTaken?.Invoke(batch.ReceivedAt);
            var message = (CephMessage)item.Content;
            var activity = MessengerTracing.IsOn ? MessengerTracing.Dispatched(batch.Connection, message, clock.GetElapsedTime(batch.ReceivedAt)) : null;
            delivery = Spare.Take(batch.Connection, message, activity);
            return true;
        }

        delivery = null;
        return false;
    }

    /// <summary>
    /// Of few connections a window holds several messages of each in Ceph's order, and it stays; of more of them it holds a whole
    /// turn of some instead of a message or two of each.
    /// </summary>
    private static ClassTurns TurnsFor(int window) =>
        new(Math.Min(MessagesPerTurn, window), Math.Max(FewConnections, window / MessagesPerTurn));

    /// <summary>Drops messages that were never queued.</summary>
    internal void Drop(DispatchBatch batch)
    {
        Discarded += batch.Count;
        batch.Complete();
    }

    private void Drop(Item item)
    {
        Discarded++;
        _ages.Remove(item.Batch!);
        ((CephMessage)item.Content).Complete();
    }

    /// <summary>A message with the batch it came in, or an event without one.</summary>
    private readonly record struct Item(DispatchBatch? Batch, object Content);
}

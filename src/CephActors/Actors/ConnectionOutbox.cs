using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using CephActors.Session;
using CephActors.Telemetry;

namespace CephActors.Actors;

/// <summary>
/// The way from any thread to the actor of a connection: one line for messages and commands, and one wake-up for a whole
/// burst of them. Works before the actor exists; what came until then waits.
/// </summary>
internal sealed class ConnectionOutbox(SendLimits limits, TimeProvider? clock = null) : ISessionOutbox
{
    private readonly HandoverQueue<object> _items = new() { IsAsleep = true };
    private Action? _wake;
    private bool _closed;
    private readonly SendWatch _watch = new(clock ?? TimeProvider.System);

    // Whoever sends adds to the first two; the consumer alone to the others, so that what leaves costs no atomic operation.
    private long _takenMessages;
    private long _takenBytes;
    private long _releasedMessages;
    private long _releasedBytes;

    /// <summary>Messages held for the peer: in line, queued by priority, or unacknowledged.</summary>
    public long HeldMessages => Interlocked.Read(ref _takenMessages) - Volatile.Read(ref _releasedMessages);

    /// <summary>Payload bytes held for the peer.</summary>
    public long HeldBytes => Interlocked.Read(ref _takenBytes) - Volatile.Read(ref _releasedBytes);

    /// <summary>How long messages stay here; looks at one at a time.</summary>
    public SendWatch Watch => _watch;

    /// <summary>Names the actor that empties the outbox.</summary>
    public void Bind(IActorRef actor) => Bind(() => actor.Tell(OutboxFilled.Instance, ActorRefs.NoSender));

    /// <summary>Says how to wake who empties the outbox; called from any thread.</summary>
    public void Bind(Action wake)
    {
        Volatile.Write(ref _wake, wake);
        Interlocked.MemoryBarrier();
        if (!_items.IsEmpty)
            wake();
    }

    /// <summary>Puts a message in line, within the limits.</summary>
    public SendResult Send(CephMessage message)
    {
        var length = message.PayloadLength;
        var messages = Interlocked.Increment(ref _takenMessages) - Volatile.Read(ref _releasedMessages);
        var bytes = Interlocked.Add(ref _takenBytes, length) - Volatile.Read(ref _releasedBytes);
        if ((limits.Messages > 0 && messages > limits.Messages) || (limits.Bytes > 0 && bytes > limits.Bytes && messages > 1))
        {
            Untake(length);
            MessengerTracing.Left(this, message, refused: true);
            return SendResult.QueueFull;
        }

        _watch.Begin(message);
        Post(message);
        return SendResult.Accepted;
    }

    /// <summary>Puts anything else in line.</summary>
    public void Post(object item)
    {
        if (_items.Enqueue(item))
        {
            // Of the one who binds and one who posts at the same time, either sees what the other did.
            Interlocked.MemoryBarrier();
            Volatile.Read(ref _wake)?.Invoke();
        }

        if (!Volatile.Read(ref _closed))
            return;
        foreach (var refused in _items.Drain())
            Refuse(refused);
    }

    /// <summary>For who takes items: nobody does any more. Those in line, and all that come, are refused at once.</summary>
    public void Close()
    {
        // Of the one who closes and one who posts at the same time, either sees what the other did.
        Volatile.Write(ref _closed, true);
        _items.IsAsleep = false;
        while (TryTake(out var item))
            Refuse(item);
    }

    /// <summary>Before taking items: from here on a new item wakes the actor again.</summary>
    public void BeginTake()
    {
        if (!Volatile.Read(ref _closed))
            _items.IsAsleep = true;
    }

    /// <summary>Takes the next item; only for the one who was named with <see cref="Bind(Action)"/>.</summary>
    public bool TryTake([NotNullWhen(true)] out object? item) => _items.TryDequeue(out item);

    /// <summary>A message has left for good; only for the one who takes items.</summary>
    public void Release(CephMessage message)
    {
        _watch.End(message);
        MessengerTracing.Left(this, message);
        Volatile.Write(ref _releasedMessages, _releasedMessages + 1);
        Volatile.Write(ref _releasedBytes, _releasedBytes + message.PayloadLength);
    }

    private void Untake(long bytes)
    {
        Interlocked.Decrement(ref _takenMessages);
        Interlocked.Add(ref _takenBytes, -bytes);
    }

    private void Refuse(object item)
    {
        if (item is CephMessage message)
        {
            _watch.End(message);
            MessengerTracing.Left(this, message);
            Untake(message.PayloadLength);
        }
        else if (item is SessionQuestion question)
            question.AnswerAsClosed();
        else if (item is ConnectionQuery query)
            query.Refuse();
    }
}

/// <summary>Told to the owner of an outbox when the first item of a burst is in it.</summary>
internal sealed class OutboxFilled
{
    public static readonly OutboxFilled Instance = new();

    private OutboxFilled()
    {
    }
}

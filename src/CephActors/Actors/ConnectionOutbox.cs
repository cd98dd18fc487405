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
    private readonly HandoverQueue<object> _items = new();
    private Action? _wake;
    private int _awake;
    private bool _closed;
    private long _heldMessages;
    private long _heldBytes;
    private readonly SendWatch _watch = new(clock ?? TimeProvider.System);

    /// <summary>Messages held for the peer: in line, queued by priority, or unacknowledged.</summary>
    public long HeldMessages => Interlocked.Read(ref _heldMessages);

    /// <summary>Payload bytes held for the peer.</summary>
    public long HeldBytes => Interlocked.Read(ref _heldBytes);

    /// <summary>How long messages stay here; looks at one at a time.</summary>
    public SendWatch Watch => _watch;

    /// <summary>Names the actor that empties the outbox.</summary>
    public void Bind(IActorRef actor) => Bind(() => actor.Tell(OutboxFilled.Instance, ActorRefs.NoSender));

    /// <summary>Says how to wake who empties the outbox; called from any thread.</summary>
    public void Bind(Action wake)
    {
        Volatile.Write(ref _wake, wake);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _awake) == 1)
            wake();
    }

    /// <summary>Puts a message in line, within the limits.</summary>
    public SendResult Send(CephMessage message)
    {
        var messages = Interlocked.Increment(ref _heldMessages);
        var bytes = Interlocked.Add(ref _heldBytes, message.PayloadLength);
        if ((limits.Messages > 0 && messages > limits.Messages) || (limits.Bytes > 0 && bytes > limits.Bytes && messages > 1))
        {
            Free(message);
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
        _items.Enqueue(item);
        if (Interlocked.Exchange(ref _awake, 1) == 0)
            Volatile.Read(ref _wake)?.Invoke();
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
        Interlocked.Exchange(ref _awake, 1);
        while (TryTake(out var item))
            Refuse(item);
    }

    /// <summary>Before taking items: from here on a new item wakes the actor again.</summary>
    public void BeginTake()
    {
        if (!Volatile.Read(ref _closed))
            Interlocked.Exchange(ref _awake, 0);
    }

    /// <summary>Takes the next item; only for the one who was named with <see cref="Bind(Action)"/>.</summary>
    public bool TryTake([NotNullWhen(true)] out object? item) => _items.TryDequeue(out item);

    /// <summary>A message has left for good.</summary>
    public void Release(CephMessage message)
    {
        _watch.End(message);
        MessengerTracing.Left(this, message);
        Free(message);
    }

    private void Free(CephMessage message)
    {
        Interlocked.Decrement(ref _heldMessages);
        Interlocked.Add(ref _heldBytes, -message.PayloadLength);
    }

    private void Refuse(object item)
    {
        if (item is CephMessage message)
            Release(message);
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

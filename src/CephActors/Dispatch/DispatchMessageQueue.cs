using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Dispatch.MessageQueues;

namespace CephActors.Dispatch;

/// <summary>
/// The dispatch queue as an Akka mailbox. Any thread may enqueue; a batch costs no more than one message. Whoever runs
/// the actor takes apart what has come, in the order it came, before choosing what is next: other messages to the actor
/// first, then events and messages in Ceph's order, and those only while fewer than the window are unprocessed.
/// </summary>
/// <remarks>
/// Batches, discards and the stop take effect the moment the next item is chosen, which cannot be told from taking
/// effect when they were enqueued, and spares the readers of sockets a lock they would share with the actor.
/// A closed window opens by the actor's handling of an answer, which is itself enqueued here: no wake-up can get lost.
/// </remarks>
internal sealed class DispatchMessageQueue : IMessageQueue
{
    private readonly ConcurrentQueue<Envelope> _inbox = new();
    private readonly Queue<Envelope> _control = new();
    private readonly Queue<Envelope> _whenDrained = new();
    private DispatchBacklog? _backlog;
    private int _window;
    private IActorRef? _owner;
    private IMessageQueue? _deadLetters;

    /// <summary>Deliveries that dispatchers have not processed. Only the actor reads and writes this.</summary>
    internal int Unfinished { get; set; }

    /// <summary>The actor wants a <see cref="DispatchActor.FlushDeliveries"/> as soon as it has nothing to deliver.</summary>
    internal bool IsFlushWanted { get; set; }

    /// <summary>The actor rests before an event it has in hand: nothing is delivered.</summary>
    internal bool IsHeld { get; set; }

    /// <inheritdoc/>
    public bool HasMessages => !_inbox.IsEmpty || _control.Count > 0 || IsFlushWanted || CanDeliver || IsDrained;

    /// <inheritdoc/>
    public int Count => _inbox.Count + _control.Count + _whenDrained.Count + (_backlog?.Length ?? 0);

    private bool CanDeliver => !IsHeld && _backlog is { Length: > 0 } backlog && (backlog.IsStopped || Unfinished < _window);

    private bool IsDrained => !IsHeld && _whenDrained.Count > 0 && _backlog is { Length: 0 };

    /// <summary>
    /// Called by the actor before its first message, and again if it is restarted: what has come before stays.
    /// </summary>
    internal DispatchBacklog Attach(DispatchSettings settings, TimeProvider clock)
    {
        _window = settings.Window;
        Unfinished = 0;
        return _backlog ??= new DispatchBacklog(settings, clock);
    }

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        _inbox.Enqueue(envelope);
        if (Volatile.Read(ref _deadLetters) is not null)
            Refuse();
    }

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope)
    {
        if (_backlog is { } backlog)
        {
            Sort(backlog);
            if (_control.TryDequeue(out envelope))
                return true;
            if (CanDeliver && backlog.TryTake(out object? delivery))
            {
                envelope = new Envelope(delivery, ActorRefs.NoSender);
                return true;
            }

            if (IsDrained && _whenDrained.TryDequeue(out envelope))
                return true;
            if (IsFlushWanted)
            {
                IsFlushWanted = false;
                envelope = new Envelope(DispatchActor.FlushDeliveries.Instance, ActorRefs.NoSender);
                return true;
            }
        }

        envelope = default;
        return false;
    }

    /// <summary>
    /// For the actor, which has a delivery in hand: takes the next, if that is what <see cref="TryDequeue"/> would come to.
    /// Whatever else has come goes first.
    /// </summary>
    internal bool TryTakeDelivery([NotNullWhen(true)] out object? delivery)
    {
        delivery = null;
        return _inbox.IsEmpty && _control.Count == 0 && CanDeliver && _backlog!.TryTake(out delivery);
    }

    /// <summary>The actor has ended: messages give their credits back, everything else becomes dead letters.</summary>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        if (_backlog is { } backlog)
        {
            Sort(backlog);
            backlog.Stop();
            while (backlog.TryTake(out object? connectionEvent))
                deadletters.Enqueue(owner, new Envelope(connectionEvent, ActorRefs.NoSender));
        }

        while (_control.TryDequeue(out Envelope envelope) || _whenDrained.TryDequeue(out envelope))
            deadletters.Enqueue(owner, envelope);
        _owner = owner;
        Interlocked.Exchange(ref _deadLetters, deadletters);
        Refuse();
    }

    private void Sort(DispatchBacklog backlog)
    {
        while (_inbox.TryDequeue(out Envelope envelope))
        {
            switch (envelope.Message)
            {
                case DispatchBatch batch:
                    backlog.Add(batch);
                    break;
                case IConnectionEvent connectionEvent:
                    backlog.Add(connectionEvent);
                    break;
                case DispatchActor.DiscardConnection discard:
                    backlog.Discard(discard.Connection.QueueId);
                    break;
                case DispatchActor.Stop:
                    backlog.Stop();
                    _whenDrained.Enqueue(envelope);
                    if (IsHeld)
                        _control.Enqueue(new Envelope(new DispatchActor.HoldOver(), ActorRefs.NoSender));
                    break;
                default:
                    _control.Enqueue(envelope);
                    break;
            }
        }
    }

    // Of whoever crosses the end of the actor, either CleanUp or the one who enqueued comes by here after the other.
    private void Refuse()
    {
        while (_inbox.TryDequeue(out Envelope envelope))
        {
            if (envelope.Message is DispatchBatch batch)
                batch.Complete();
            else
                _deadLetters!.Enqueue(_owner!, envelope);
        }
    }
}

using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Routing;
using CephActors.Injection;
using CephActors.Telemetry;

namespace CephActors.Dispatch;

/// <summary>
/// Hands received messages and connection events to the dispatcher actors of a messenger. The queue is its mailbox, see
/// <see cref="DispatchMessageQueue"/>: here arrives what is next.
/// Ceph: <c>src/msg/DispatchQueue.cc</c>, <c>entry</c>.
/// </summary>
/// <remarks>
/// Like Ceph's single dispatch thread it deals with one thing after the other: while a dispatcher has not processed a
/// whole window of deliveries, nobody is given anything, and the throttles fill and stop the sockets.
/// </remarks>
internal sealed class DispatchActor : UntypedActor, IWithTimers
{
    /// <summary>Deliveries before the mailbox has its say again.</summary>
    private const int RunLength = 64;

    private readonly DispatcherChain _chain;
    private readonly DispatchMessageQueue _queue;
    private readonly DispatchBacklog _backlog;
    private readonly DeliveryTracker _tracker;
    private readonly ILoggingAdapter _log;
    private readonly HashSet<MessageType> _unhandledTypes = [];
    private readonly FaultDice? _dice;
    private object? _heldEvent;
    private long _delivered;
    private long _unhandled;
    private long _lost;

    public DispatchActor(DispatchSettings settings, TimeProvider clock, DispatcherChain chain, FaultSwitch? faults, IDispatchWatch? watch)
    {
        _dice = faults is null ? null : new FaultDice(faults);
        _chain = chain;
        _queue = Context is ActorCell { Mailbox.MessageQueue: DispatchMessageQueue queue }
            ? queue
            : throw new ConfigurationException(
                $"{DispatchMailbox.Id}: mailbox-type must be \"{typeof(DispatchMailbox).FullName}, CephActors\"; leave the key as it is in reference.conf.");
        _backlog = _queue.Attach(settings, clock);
        _tracker = new DeliveryTracker(chain, _queue, Self, settings.Window, _backlog.Spare);
        watch?.Dispatch = Status;
        _backlog.BatchTaken = watch is null ? null : watch.Dispatched;
        _log = Context.GetLogger().WithContext("Messenger", watch?.Messenger ?? "");
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Props of a dispatch actor with its mailbox. The chain is its own, and outlives a restart.</summary>
    /// <param name="settings">What its queue needs to know.</param>
    /// <param name="clock">Gives the timestamps that batches carry.</param>
    /// <param name="faults">What is injected; null where nothing may be.</param>
    /// <param name="watch">Shows the state of the queue to whoever asks.</param>
    internal static Props Props(DispatchSettings settings, TimeProvider clock, FaultSwitch? faults = null, IDispatchWatch? watch = null)
    {
        var chain = new DispatcherChain();
        return Akka.Actor.Props.Create(() => new DispatchActor(settings, clock, chain, faults, watch)).WithMailbox(DispatchMailbox.Id);
    }

    protected override void PreStart()
    {
        foreach (DispatcherEntry entry in _chain.Entries)
            Context.Watch(entry.Target);
    }

    // Nobody waits for answers any more: what dispatchers still work on gives its credits back now.
    protected override void PostStop()
    {
        foreach (DispatcherEntry entry in _chain.Entries)
            _tracker.Abandon(entry);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MessageReceived or IConnectionEvent:
                DeliverRun(message);
                break;
            case HoldOver:
                ReleaseHeld();
                break;
            case ActorIdentity answer:
                CountLost(_tracker.Answered(answer), Sender);
                break;
            case FlushDeliveries:
                _tracker.Flush();
                break;
            case Routees routees:
                _tracker.Answered(Sender, routees);
                break;
            case AddDispatcher add:
                Add(add);
                break;
            case Terminated terminated:
                Remove(terminated.ActorRef);
                break;
            case GetStatus:
                Sender.Tell(Status());
                break;
            case Stop:
                Sender.Tell(Stopped.Instance);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Deliver(MessageReceived received)
    {
        if (_chain.FirstTaker(received.Message.Type) is not { } taker)
        {
            DropUnhandled(received);
            return;
        }

        _delivered++;
        // What a messenger sends to itself is the sender's.
        if (taker.ReusesMessages && !received.Connection.IsLoopback)
            received.Message.Lend();
        _tracker.Delivering(taker, received);
        taker.Target.Tell(received, ActorRefs.NoSender);
        _tracker.Delivered();
    }

    /// <summary>
    /// Delivers this and goes on as long as nothing else has come: a pass through the mailbox for each would cost more than
    /// the rest.
    /// </summary>
    private void DeliverRun(object first)
    {
        object? next = first;
        for (int delivered = 0; next is not null; delivered++)
        {
            if (next is MessageReceived received)
                Deliver(received);
            else if (!Holds(next))
                DeliverToAll(next);
            next = delivered < RunLength && _queue.TryTakeDelivery(out object? delivery) ? delivery : null;
        }
    }

    private void DeliverToAll(object connectionEvent)
    {
        foreach (DispatcherEntry entry in _chain.Entries)
        {
            if (!entry.HearsEvents)
                continue;
            _tracker.Delivering(entry, null);
            entry.Target.Tell(connectionEvent, ActorRefs.NoSender);
        }

        _tracker.Delivered();
    }

    /// <summary>Rests before an event, with everything behind it. Ceph: <c>DispatchQueue::entry</c>, <c>ms_inject_internal_delays</c>.</summary>
    private bool Holds(object connectionEvent)
    {
        if (_dice is null || _backlog.IsStopped)
            return false;
        var faults = _dice.Faults;
        if (faults.InternalDelays == TimeSpan.Zero || !_dice.Hits(faults.DelayProbability))
            return false;
        _heldEvent = connectionEvent;
        _queue.IsHeld = true;
        Timers.StartSingleTimer(nameof(HoldOver), new HoldOver(), faults.InternalDelays);
        return true;
    }

    private void ReleaseHeld()
    {
        if (_heldEvent is not { } held)
            return;
        Timers.Cancel(nameof(HoldOver));
        _heldEvent = null;
        _queue.IsHeld = false;
        DeliverToAll(held);
    }

    // A peer may send any number of these: one warning a type, the rest is counted.
    private void DropUnhandled(MessageReceived received)
    {
        _unhandled++;
        received.Message.Complete();
        if (_dice?.Faults.DieOnUnhandledMessage == true && !received.Connection.IsLoopback)
        {
            _log.Write(received.Connection, MessengerLogLines.UnhandledDied, received.Message, received.Connection);
            received.Connection.MarkDownAndNotify();
            return;
        }

        if (_unhandledTypes.Add(received.Message.Type))
            _log.Write(received.Connection, MessengerLogLines.NobodyTakes, received.Message, received.Connection);
        else
            _log.Write(received.Connection, MessengerLogLines.NobodyTakesStill, received.Message, received.Connection);
    }

    private void Add(AddDispatcher add)
    {
        if (add.AtHead)
            _chain.AddHead(add.Entry);
        else
            _chain.AddTail(add.Entry);
        Context.Watch(add.Entry.Target);
        _unhandledTypes.Clear();
    }

    private void Remove(IActorRef dispatcher)
    {
        int lost = 0;
        foreach (DispatcherEntry entry in _chain.Remove(dispatcher))
            lost += _tracker.Abandon(entry);
        CountLost(lost, dispatcher);
        _log.Write(MessengerLogLines.DispatcherStopped, dispatcher);
    }

    private void CountLost(int messages, IActorRef dispatcher)
    {
        if (messages == 0)
            return;
        _lost += messages;
        _log.Write(MessengerLogLines.DispatcherDied, dispatcher, messages);
    }

    /// <summary>Read from any thread: each number is as new as the caller's view of memory.</summary>
    private DispatchStatus Status() => new(
        _backlog.Length + (_heldEvent is null ? 0 : 1), _backlog.MaxAge, _delivered, _unhandled, _backlog.Discarded, _lost, _queue.Unfinished);

    /// <summary>Puts a dispatcher into the chain.</summary>
    internal sealed record AddDispatcher(DispatcherEntry Entry, bool AtHead) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Drops the connection's queued messages. Whoever sends it has told all batches of that connection before, and
    /// tells the event that explains it afterwards.
    /// </summary>
    internal sealed record DiscardConnection(Connection Connection) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Drops all queued messages and all that come later; events are still delivered, whatever the window. The sender is
    /// answered <see cref="Stopped"/> when none is queued. Connections have to be closed before, the actor stopped after.
    /// </summary>
    internal sealed record Stop : INoSerializationVerificationNeeded
    {
        internal static Stop Instance { get; } = new();
    }

    /// <summary>Answers <see cref="Stop"/>.</summary>
    internal sealed record Stopped : INoSerializationVerificationNeeded
    {
        internal static Stopped Instance { get; } = new();
    }

    /// <summary>Is answered with a <see cref="DispatchStatus"/>, also while the window is closed.</summary>
    internal sealed record GetStatus : INoSerializationVerificationNeeded
    {
        internal static GetStatus Instance { get; } = new();
    }

    /// <summary>To the actor itself: the rest before an event is over, or nothing may wait any more.</summary>
    internal sealed record HoldOver : INoSerializationVerificationNeeded;

    /// <summary>From the mailbox to the actor: nothing is left to deliver.</summary>
    internal sealed record FlushDeliveries : INoSerializationVerificationNeeded
    {
        internal static FlushDeliveries Instance { get; } = new();
    }
}

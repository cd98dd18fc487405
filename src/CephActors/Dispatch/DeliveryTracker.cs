using Akka.Actor;
using Akka.Routing;

namespace CephActors.Dispatch;

/// <summary>
/// Finds out which deliveries dispatchers have processed, by sending Akka's Identify behind them, and gives window and
/// credits back for those. A question is sent after a quarter of the window, so that a busy dispatcher never runs dry,
/// and when nothing is left to deliver to dispatchers that have no question outstanding: one that is answered late
/// covers all that was delivered meanwhile.
/// </summary>
internal sealed class DeliveryTracker(DispatcherChain chain, DispatchMessageQueue queue, IActorRef self, int window, SpareEnvelopes spareEnvelopes)
{
    // Shared, so that an answer to a tracker before a restart of the actor is not taken for one to the tracker after it.
    private static long _lastId;

    // Payloads that are given back soon are used again while they are in the cache.
    private const long RunBytes = 1 << 20;

    // A busy dispatcher has a handful of runs under way.
    private const int MaxSpares = 8;

    private readonly int _runLength = Math.Max(1, window / 4);
    private readonly Dictionary<long, DeliveryMark> _marks = [];
    private readonly Stack<DeliveryMark> _spare = [];
    private readonly Dictionary<IActorRef, Queue<DeliveryMark>> _awaitingRoutees = [];
    private int _unmarked;
    private long _unmarkedBytes;

    /// <summary>Something is about to be told to a dispatcher: a message, or an event if that is null.</summary>
    internal void Delivering(DispatcherEntry entry, MessageReceived? received)
    {
        (entry.Open ??= Begin(entry)).Add(received);
        queue.Unfinished++;
        if (entry.Outstanding == 0)
            queue.IsFlushWanted = true;
        _unmarked++;
        _unmarkedBytes += received?.Message.PayloadLength ?? 0;
    }

    /// <summary>It has been told.</summary>
    internal void Delivered()
    {
        if (_unmarked >= _runLength || _unmarkedBytes >= RunBytes)
            Mark(idleOnly: false);
    }

    /// <summary>Nothing is left to deliver: asks those who have not been asked.</summary>
    internal void Flush() => Mark(idleOnly: true);

    /// <summary>Counts an answer; returns how many messages turn out to be lost because their dispatcher is dead.</summary>
    internal int Answered(ActorIdentity answer)
    {
        if (answer.MessageId is not long id || !_marks.TryGetValue(id, out DeliveryMark? mark) || --mark.Awaited > 0)
            return 0;
        _marks.Remove(id);

        // An Identify that finds its actor dead, also in the mailbox it left behind, is answered without a subject.
        if (answer.Subject is null && !mark.Entry.IsRouter)
            return Abandon(mark);
        mark.Finish(spareEnvelopes);
        Close(mark);
        return 0;
    }

    /// <summary>The routees of a router at a moment after the run was routed to them: asks each for its answer.</summary>
    internal void Answered(IActorRef router, Routees routees)
    {
        if (!_awaitingRoutees.TryGetValue(router, out Queue<DeliveryMark>? marks) || !marks.TryDequeue(out DeliveryMark? mark))
            return;
        long id = Register(mark);
        foreach (Routee routee in routees.Members)
        {
            // One on another machine may vanish without an answer.
            if (routee is ActorRefRoutee { Actor: not IActorRefScope { IsLocal: true } })
                continue;
            mark.Awaited++;
            routee.Send(new Identify(id), self);
        }

        if (mark.Awaited > 0)
            return;
        _marks.Remove(id);
        mark.Finish(spareEnvelopes);
        Close(mark);
    }

    /// <summary>A dispatcher has died: what it was not known to have processed is lost. Returns the number of messages.</summary>
    internal int Abandon(DispatcherEntry entry)
    {
        int lost = 0;
        if (entry.Open is { } open)
        {
            entry.Open = null;
            entry.Outstanding++;
            lost += Abandon(open);
        }

        foreach ((long id, DeliveryMark mark) in _marks)
        {
            if (mark.Entry != entry)
                continue;
            _marks.Remove(id);
            lost += Abandon(mark);
        }

        if (_awaitingRoutees.Remove(entry.Target, out Queue<DeliveryMark>? routed))
        {
            foreach (DeliveryMark mark in routed)
                lost += Abandon(mark);
        }

        return lost;
    }

    private int Abandon(DeliveryMark mark)
    {
        int lost = mark.MessageCount;
        mark.Abandon();
        Close(mark);
        return lost;
    }

    private void Close(DeliveryMark mark)
    {
        queue.Unfinished -= mark.Deliveries;
        if (--mark.Entry.Outstanding == 0 && mark.Entry.Open is not null)
            queue.IsFlushWanted = true;
        mark.Clear();
        if (_spare.Count < MaxSpares)
            _spare.Push(mark);
    }

    private DeliveryMark Begin(DispatcherEntry entry) =>
        (_spare.TryPop(out DeliveryMark? mark) ? mark : new DeliveryMark()).Begin(entry);

    private void Mark(bool idleOnly)
    {
        _unmarked = 0;
        _unmarkedBytes = 0;
        foreach (DispatcherEntry entry in chain.Entries)
        {
            if (entry.Open is not { } mark || (idleOnly && entry.Outstanding > 0))
                continue;
            entry.Open = null;
            entry.Outstanding++;
            if (entry.IsRouter)
                AskForRoutees(entry.Target, mark);
            else
                Ask(entry.Target, mark);
        }
    }

    private void Ask(IActorRef target, DeliveryMark mark)
    {
        mark.Awaited = 1;
        target.Tell(new Identify(Register(mark)), self);
    }

    private void AskForRoutees(IActorRef router, DeliveryMark mark)
    {
        if (!_awaitingRoutees.TryGetValue(router, out Queue<DeliveryMark>? marks))
            _awaitingRoutees.Add(router, marks = new Queue<DeliveryMark>());
        marks.Enqueue(mark);
        router.Tell(new GetRoutees(), self);
    }

    private long Register(DeliveryMark mark)
    {
        long id = Interlocked.Increment(ref _lastId);
        _marks.Add(id, mark);
        return id;
    }
}

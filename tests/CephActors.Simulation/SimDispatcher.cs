using CephActors.Dispatch;
using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>Delivers what one messenger received, one by one out of the production queue, each taking its time.</summary>
internal sealed class SimDispatcher(SimMessenger messenger)
{
    private const long MaxTokens = 16 << 20;
    private const long MinCost = 64 << 10;

    private readonly PrioritizedQueue<Item> _queue = new(MaxTokens, MinCost);
    private readonly List<Item> _removed = [];
    private bool _busy;

    /// <summary>Nothing is delivered until then.</summary>
    public long PausedUntil { get; set; }

    public int Waiting => _queue.Count;

    public int WaitingMessages { get; private set; }

    public void Add(SimConnection connection, CephMessage message)
    {
        WaitingMessages++;
        var priority = message.Priority;
        var item = new Item(connection, message, default, connection.Book.RaisedResets);
        if (priority >= MessagePriority.Low)
            _queue.EnqueueStrict((ulong)connection.Serial, priority, item);
        else
            _queue.Enqueue((ulong)connection.Serial, priority, message.Data.Length, item);
        Continue();
    }

    public void Add(SimConnection connection, SessionEvent what)
    {
        _queue.EnqueueStrict(0, MessagePriority.Highest, new Item(connection, null, what, 0));
        Continue();
    }

    public void Discard(SimConnection connection)
    {
        _queue.RemoveByClass((ulong)connection.Serial, _removed);
        WaitingMessages -= _removed.Count;
        foreach (var item in _removed)
            item.Message!.Complete();
        _removed.Clear();
    }

    private void Continue()
    {
        if (_busy)
            return;
        _busy = true;
        var world = messenger.World;
        world.At(Math.Max(PausedUntil, world.Now + world.Random.Between(0, world.Plan.Settings.DispatchTime)), DeliverNext);
    }

    private void DeliverNext()
    {
        _busy = false;
        if (!messenger.IsAlive)
            return;
        if (messenger.World.Now >= PausedUntil && _queue.TryDequeue(out var item))
            Deliver(item);
        if (_queue.Count > 0)
            Continue();
    }

    private void Deliver(in Item item)
    {
        if (item.Message is { } message)
        {
            WaitingMessages--;
            messenger.World.Ledger.Dispatched(item.Connection, message, item.Resets);
            message.Complete();
        }
        else if (item.Event is SessionEvent.RemoteReset)
        {
            item.Connection.Book.DispatchedResets++;
        }
    }

    private readonly record struct Item(SimConnection Connection, CephMessage? Message, SessionEvent Event, int Resets);
}

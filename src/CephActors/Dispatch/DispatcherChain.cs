using Akka.Actor;

namespace CephActors.Dispatch;

/// <summary>
/// The dispatcher actors of a messenger in the order in which they are offered messages. The same actor may stand in it
/// twice and then hears of every event twice. Ceph: <c>src/msg/Messenger.h</c>, <c>add_dispatcher_head</c>, <c>ms_deliver_dispatch</c>.
/// </summary>
internal sealed class DispatcherChain
{
    private readonly List<DispatcherEntry> _entries = [];

    internal IReadOnlyList<DispatcherEntry> Entries => _entries;

    internal void AddHead(DispatcherEntry entry) => _entries.Insert(0, entry);

    internal void AddTail(DispatcherEntry entry) => _entries.Add(entry);

    /// <summary>The dispatcher that a message of this type goes to, or null if nobody takes it.</summary>
    internal DispatcherEntry? FirstTaker(MessageType type)
    {
        foreach (DispatcherEntry entry in _entries)
        {
            if (entry.Takes(type))
                return entry;
        }

        return null;
    }

    /// <summary>Takes an actor out of the chain wherever it stands.</summary>
    internal IReadOnlyList<DispatcherEntry> Remove(IActorRef target)
    {
        List<DispatcherEntry> removed = _entries.FindAll(entry => entry.Target.Equals(target));
        _entries.RemoveAll(removed.Contains);
        return removed;
    }
}

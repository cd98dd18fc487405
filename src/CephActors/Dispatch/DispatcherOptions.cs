namespace CephActors;

/// <summary>What a dispatcher actor takes and when what it took is done.</summary>
/// <remarks>
/// The dispatchers of a messenger share one window of deliveries that are not processed (<c>dispatch-window</c>): one that
/// does not keep up holds up the others, as a slow handler does in Ceph's single dispatch thread. Long work belongs into
/// another actor or a task, with <see cref="CompletionMode.Explicit"/> if it has to hold its peers back.
/// </remarks>
public sealed record DispatcherOptions
{
    /// <summary>Takes messages of all types; done when processed.</summary>
    public static DispatcherOptions Default { get; } = new();

    /// <summary>
    /// The message types it takes; null takes all. The first dispatcher of the chain that takes a type is given the
    /// message. An empty list makes a dispatcher that hears of connections only: events go to all, whatever they take.
    /// </summary>
    public IReadOnlyList<MessageType>? Types { get; init; }

    /// <summary>Whether it is told of connection events; a shard region or a router has no use for them.</summary>
    public bool Events { get; init; } = true;

    /// <summary>When a message counts as done.</summary>
    public CompletionMode Completion { get; init; } = CompletionMode.WhenProcessed;

    /// <summary>
    /// Whether the memory of a message's sections may hold another message once this one is done, see <see cref="Completion"/>. Saves new
    /// memory for each payload of 1 KiB and more, and most of its cost from 4 KiB on. A dispatcher that says so must not look at, send on or
    /// pass on <see cref="CephMessage.Front"/>, <see cref="CephMessage.Middle"/> or <see cref="CephMessage.Data"/> later, nor anything that
    /// refers to them: it finds the bytes of another message there. The setting <c>payload-pool</c> bounds what is kept for use again.
    /// </summary>
    public bool ReusesPayloads { get; init; }
}

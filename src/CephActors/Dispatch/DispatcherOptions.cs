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
    /// Whether a message may be used for another one once it is done, see <see cref="Completion"/>: the object, the memory of its sections of
    /// 1 KiB and more, and, unless it is completed explicitly, its <see cref="MessageReceived"/>. Saves the cost of new memory, which for the
    /// sections is most of theirs from 4 KiB on. A dispatcher that says so must not look at the message later, nor send it on, pass it on or
    /// leave it unhandled, which Akka reports later; nor what refers to <see cref="CephMessage.Front"/>, <see cref="CephMessage.Middle"/>
    /// or <see cref="CephMessage.Data"/>: it finds another message there. <see cref="CephMessage.Complete"/>, if it is called, is the last word
    /// about a message and said once. An actor that passes on what it is told, such as a proxy, cannot say so; of a router it is not believed,
    /// because its routees come and go. The setting <c>payload-pool</c> bounds what is kept for use again; 0 keeps nothing.
    /// </summary>
    public bool ReusesMessages { get; init; }
}

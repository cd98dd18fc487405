using Akka.Actor;
using Akka.Routing;

namespace CephActors.Dispatch;

/// <summary>A dispatcher actor as it was registered, and what it was given but is not known to have processed.</summary>
internal sealed class DispatcherEntry
{
    private readonly HashSet<MessageType>? _types;

    /// <exception cref="ArgumentException">The actor lives elsewhere or nowhere.</exception>
    internal DispatcherEntry(IActorRef target, DispatcherOptions options)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        if (target.IsNobody() || target is not IActorRefScope { IsLocal: true })
        {
            throw new ArgumentException(
                $"A dispatcher must be an actor of the messenger's own ActorSystem; {target} is not. Register a local actor that forwards what may leave the process.",
                nameof(target));
        }

        Target = target;
        Completion = options.Completion;
        HearsEvents = options.Events;
        _types = options.Types is { } types ? [.. types] : null;
        IsRouter = target is ActorRefWithCell { Underlying.Props.RouterConfig: not NoRouter };
        ReusesMessages = options.ReusesMessages && !IsRouter;
    }

    internal IActorRef Target { get; }

    internal CompletionMode Completion { get; }

    internal bool HearsEvents { get; }

    /// <summary>Nobody has a use for its messages once they are done. Of a router's that is not known: routees come and go.</summary>
    internal bool ReusesMessages { get; }

    /// <summary>A router answers Identify itself, whatever its routees have done: they have to be asked one by one.</summary>
    internal bool IsRouter { get; }

    /// <summary>Deliveries since the last mark; null if there are none.</summary>
    internal DeliveryMark? Open { get; set; }

    /// <summary>Marks that have not been answered.</summary>
    internal int Outstanding { get; set; }

    internal bool Takes(MessageType type) => _types is null || _types.Contains(type);
}

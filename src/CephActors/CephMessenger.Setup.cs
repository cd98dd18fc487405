using Akka.Actor;
using CephActors.Actors;
using CephActors.Dispatch;

namespace CephActors;

/// <summary>Policies and dispatchers: what is set up before the first connection.</summary>
public sealed partial class CephMessenger
{
    /// <summary>The policy for peers of a type. Ceph: <c>Messenger::get_policy</c>.</summary>
    public Policy GetPolicy(EntityType peerType) => _services.Session.Policies.For(peerType);

    /// <summary>Sets the policy for peers of a type; connections that exist keep theirs. Ceph: <c>Messenger::set_policy</c>.</summary>
    public void SetPolicy(EntityType peerType, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _services.Session.Policies.Set(peerType, policy);
    }

    /// <summary>Sets the policy for peers whose type has none of its own. Ceph: <c>Messenger::set_default_policy</c>.</summary>
    public void SetDefaultPolicy(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _services.Session.Policies.Default = policy;
    }

    /// <summary>
    /// Bounds what all peers of a type together may have in hand here: payload bytes and messages that were received and are
    /// not completed. At the bound their sockets are not read. Throttles may be shared between types and messengers.
    /// Applies to sessions that open later. Ceph: <c>Messenger::set_policy_throttlers</c>.
    /// </summary>
    /// <param name="peerType">The peers' type.</param>
    /// <param name="bytes">Bound on payload bytes; null for none.</param>
    /// <param name="messages">Bound on messages; null for none.</param>
    public void SetPolicyThrottlers(EntityType peerType, Throttle? bytes, Throttle? messages) =>
        _services.Throttles.Set(peerType, bytes, messages);

    /// <summary>
    /// Adds a dispatcher before all others. The first one added lets accepted connections in. Any actor may be a dispatcher; it
    /// receives <see cref="MessageReceived"/> and the connection events. Ceph: <c>Messenger::add_dispatcher_head</c>.
    /// </summary>
    public void AddDispatcherHead(IActorRef dispatcher, DispatcherOptions? options = null) => Add(dispatcher, options, atHead: true);

    /// <summary>Adds a dispatcher behind all others; else as <see cref="AddDispatcherHead"/>.</summary>
    public void AddDispatcherTail(IActorRef dispatcher, DispatcherOptions? options = null) => Add(dispatcher, options, atHead: false);

    /// <summary>
    /// Adds a fast dispatcher before all others: it is called in the read path of each connection, before anything is queued.
    /// It hears of <see cref="Loopback"/> at once. Ceph: <c>Dispatcher::ms_fast_dispatch</c>.
    /// </summary>
    public void AddFastDispatcherHead(IFastDispatcher dispatcher) => AddFast(dispatcher, atHead: true);

    /// <summary>Adds a fast dispatcher behind all others.</summary>
    public void AddFastDispatcherTail(IFastDispatcher dispatcher) => AddFast(dispatcher, atHead: false);

    private void Add(IActorRef dispatcher, DispatcherOptions? options, bool atHead)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        EnsureRunning();
        options ??= DispatcherOptions.Default;
        if (options.ReusesMessages)
            _services.Throttles.Payloads.Use();
        var add = new DispatchActor.AddDispatcher(new DispatcherEntry(dispatcher, options), atHead);
        if (_services.TryAdd(add))
            _actor.Tell(BecomeReady.Instance);
        else
            _actor.Tell(add);
    }

    private void AddFast(IFastDispatcher dispatcher, bool atHead)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        EnsureRunning();
        if (dispatcher.ReusesMessages)
            _services.Throttles.Payloads.Use();
        _services.Fast.Introduce(dispatcher, Loopback);
        if (atHead)
            _services.Fast.AddHead(dispatcher);
        else
            _services.Fast.AddTail(dispatcher);
        _actor.Tell(BecomeReady.Instance);
    }
}

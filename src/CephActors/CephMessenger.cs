using Akka.Actor;
using CephActors.Actors;
using CephActors.Dispatch;

namespace CephActors;

/// <summary>
/// A messenger: one local entity's place on the network. It listens, connects, and hands what it receives to dispatchers.
/// An actor system may hold several, by name; get one with <see cref="CephMessengerExtensions.CephMessenger(ActorSystem, string)"/>.
/// All members may be used from any thread. Ceph: <c>src/msg/Messenger.h</c>.
/// </summary>
/// <remarks>
/// Its life: bind (servers only), add dispatchers, connect and send, shut down. The first dispatcher opens the listeners;
/// what is bound before that answers nobody. Shutting down the actor system through <see cref="CoordinatedShutdown"/> shuts it down too.
/// </remarks>
public sealed partial class CephMessenger
{
    private readonly MessengerServices _services;
    private readonly ActorSystem _system;
    private readonly IActorRef _actor;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _shutdown;

    internal CephMessenger(MessengerServices services, ActorSystem system, string actorName)
    {
        _services = services;
        _system = system;
        services.Loopback = services.NewLoopback();
        services.Dump = DumpAsync;
        _actor = system.ActorOf(MessengerActor.Props(services, _completion), actorName);
    }

    /// <summary>The messenger's name among those of its actor system.</summary>
    public string Name => _services.Name;

    /// <summary>The local entity, which is the source of every message sent.</summary>
    public EntityName EntityName => _services.Session.Name;

    /// <summary>
    /// The addresses peers know this messenger by. Of a messenger that is not bound the IP is unknown until a first peer
    /// has told it, and the port is 0. Ceph: <c>Messenger::get_myaddrs</c>.
    /// </summary>
    public EntityAddressVector OwnAddresses => _services.Session.Addresses.Current;

    /// <summary>The addresses of <c>ceph.messenger.bind</c>, on which <see cref="BindAsync"/> listens unless it is given others; empty if none are set.</summary>
    public EntityAddressVector ConfiguredAddresses => _services.Settings.Bind;

    /// <summary>Whether it listens, on all the addresses it was bound to. False again once one of them cannot be listened on any more.</summary>
    public bool IsBound => _services.IsListening && !HasEnded;

    /// <summary>The connection to itself: messages go to the own dispatchers without network, encoding or throttles.</summary>
    public Connection Loopback => _services.Loopback;

    /// <summary>The connections registered under a peer's address now; neither anonymous nor loopback ones.</summary>
    public IReadOnlyList<Connection> Connections => _services.Peers.Snapshot();

    /// <summary>Completes when the messenger has ended: every connection closed, the dispatch queue drained. Ceph: <c>Messenger::wait</c>.</summary>
    public Task Completion => _completion.Task;

    internal IActorRef Actor => _actor;

    internal MessengerServices Services => _services;

    /// <summary>
    /// Listens on the addresses of the settings (<c>ceph.messenger.bind</c>), or on those given. A port of 0 takes the first
    /// free one of the configured range; a taken port is tried again a few times before the task fails.
    /// Call it once, before the first connect. Ceph: <c>Messenger::bindv</c>.
    /// </summary>
    /// <returns>The addresses bound, with their ports.</returns>
    /// <exception cref="CephMessengerException">No port could be had.</exception>
    /// <exception cref="InvalidOperationException">The messenger is bound already, or was shut down.</exception>
    /// <exception cref="ArgumentException">An address asks for a protocol that the settings switch off.</exception>
    public Task<EntityAddressVector> BindAsync(params EntityAddress[] addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        EnsureRunning();
        EntityAddress[] requested = addresses.Length > 0 ? addresses : [.. _services.Settings.Bind];
        if (requested.Length == 0)
            throw new InvalidOperationException("No address to listen on: pass one, or set ceph.messenger.bind.");
        foreach (var address in requested)
        {
            if (address.Type is EntityAddressType.Msgr2 ? !_services.Settings.BindMsgr2 : address.Type is EntityAddressType.Legacy && !_services.Settings.BindMsgr1)
                throw new ArgumentException($"{address} asks for a protocol that is switched off: see ceph.messenger.bind-msgr1 and bind-msgr2.", nameof(addresses));
        }

        var done = new TaskCompletionSource<EntityAddressVector>(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Tell(new BindMessenger(new EntityAddressVector(requested), done));
        return done.Task;
    }

    /// <summary>
    /// Marks every connection down and listens again on the same IPs with other ports and a new nonce, so that peers see a
    /// new incarnation. Ceph: <c>Messenger::rebind</c>.
    /// </summary>
    /// <param name="avoidPorts">Ports not to take; the present ones are avoided anyway.</param>
    /// <returns>The new addresses.</returns>
    /// <exception cref="InvalidOperationException">The messenger is not bound, or was shut down.</exception>
    public Task<EntityAddressVector> RebindAsync(IReadOnlySet<int>? avoidPorts = null)
    {
        EnsureRunning();
        var done = new TaskCompletionSource<EntityAddressVector>(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Tell(new RebindMessenger(avoidPorts ?? new HashSet<int>(), done));
        return done.Task;
    }

    /// <summary>
    /// Ends the messenger: stops listening, marks every connection down (each raises a <see cref="ConnectionReset"/>), lets the
    /// dispatchers have the events that wait, and drops the messages that wait. Safe to call again. Ceph: <c>Messenger::shutdown</c>.
    /// </summary>
    public Task ShutdownAsync()
    {
        if (Interlocked.Exchange(ref _shutdown, 1) == 0)
            _actor.Tell(ShutdownMessenger.Instance);
        return Completion;
    }

    /// <summary>The state of the dispatch queue.</summary>
    public Task<DispatchStatus> GetDispatchStatusAsync(CancellationToken cancellationToken = default)
    {
        EnsureRunning();
        return _actor.Ask<DispatchStatus>(DispatchActor.GetStatus.Instance, cancellationToken);
    }

    /// <summary>The name of the messenger and its addresses.</summary>
    public override string ToString() => $"{Name} ({EntityName} {OwnAddresses})";

    internal bool HasEnded => Volatile.Read(ref _shutdown) != 0 || Completion.IsCompleted;

    private void EnsureRunning()
    {
        if (HasEnded)
            throw new InvalidOperationException($"Messenger '{Name}' was shut down; create a new one.");
    }
}

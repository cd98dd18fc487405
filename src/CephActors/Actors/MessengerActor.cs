using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using CephActors.Diagnostics;
using CephActors.Dispatch;
using CephActors.Injection;
using CephActors.Telemetry;

namespace CephActors.Actors;

/// <summary>
/// Owns everything of one messenger: its listeners, its connections, its dispatch actor and its streams. A connection that
/// fails takes nobody with it: it is stopped and its dispatchers are told of a reset.
/// </summary>
internal sealed class MessengerActor : ReceiveActor
{
    private readonly MessengerServices _services;
    private readonly ILoggingAdapter _log;
    private readonly HashSet<IActorRef> _connections = [];
    private IActorRef _accepter = ActorRefs.Nobody;
    private IActorRef _dispatch = ActorRefs.Nobody;
    private IActorRef _local = ActorRefs.Nobody;
    private readonly TaskCompletionSource _completion;
    private bool _shuttingDown;
    private bool _ready;

    public MessengerActor(MessengerServices services, TaskCompletionSource completion)
    {
        _completion = completion;
        _services = services;
        _log = Context.GetLogger().WithContext("Messenger", services.Name);
        Running();
    }

    public static Props Props(MessengerServices services, TaskCompletionSource completion) =>
        Akka.Actor.Props.Create(() => new MessengerActor(services, completion));

    protected override void PreStart()
    {
        var settings = _services.Settings;
        _services.Log = _log;
        MessengerMeter.Add(_services.Watch);
        _services.Materializer = Context.Materializer(
            ActorMaterializerSettings.Create(Context.System).WithDispatcher(settings.ConnectionDispatcher), "sockets");
        var queue = new DispatchSettings(settings.PqMaxTokensPerPriority, settings.PqMinCost, settings.DispatchWindow);
        _dispatch = Context.ActorOf(DispatchActor.Props(queue, _services.Clock, _services.Faults, _services.Watch).WithDispatcher(settings.DispatchDispatcher), "dispatch");
        _services.Dispatch = _dispatch;
        Context.Watch(_dispatch);
        _local = Context.ActorOf(LoopbackActor.Props(_services.Loopback, _services.Fast, _dispatch, settings.DefaultSendPriority, _services.Clock), "loopback");

        // Its wake-ups come by here, so that they do not overtake a dispatcher that was added before.
        _services.Loopback.Outbox.Bind(Self);
        if (settings.Admin)
            _services.Fast.AddHead(new DumpDoor(Context.ActorOf(DumpResponder.Props(_services.Name, _services.Dump), "admin")));
        _services.Relay = Context.ActorOf(RelayActor.Props(_services), "relay");
        _accepter = Context.ActorOf(AccepterActor.Props(_services), "accepter");
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        maxNrOfRetries: -1,
        withinTimeMilliseconds: -1,
        loggingEnabled: false,
        localOnlyDecider: cause =>
        {
            _log.Write(cause, MessengerLogLines.PartFailed, _services.Name, Sender);
            return Directive.Stop;
        });

    private void Running()
    {
        Receive<StartConnection>(m => StartConnection(m.Connection, new ConnectionStart.Dial()));
        Receive<AcceptedSocket>(Accept);
        Receive<BindMessenger>(m => _accepter.Forward(m));
        Receive<RebindMessenger>(m =>
        {
            MarkDownAll();
            _accepter.Forward(m);
        });
        Receive<DispatchActor.AddDispatcher>(m =>
        {
            _dispatch.Forward(m);
            _services.Added();
            BecomeReady();
        });
        Receive<BecomeReady>(_ => BecomeReady());
        Receive<OutboxFilled>(m => _local.Forward(m));
        Receive<DispatchActor.GetStatus>(m => _dispatch.Forward(m));
        Receive<MessengerMarkDown>(_ => MarkDownAll());
        Receive<FaultsChanged>(TellConnections);
        Receive<ShutdownMessenger>(_ => Shutdown());
        Receive<Terminated>(OnTerminated);
    }

    /// <summary>The first dispatcher opens the doors. Ceph: <c>Messenger::add_dispatcher_head</c> calls <c>ready()</c>.</summary>
    private void BecomeReady()
    {
        if (_ready)
            return;
        _ready = true;
        _accepter.Tell(Actors.BecomeReady.Instance);
    }

    private void Accept(AcceptedSocket socket)
    {
        var connection = _services.NewConnection(EntityAddressVector.Empty, EntityType.None, anonymous: false);
        StartConnection(connection, new ConnectionStart.Accept(socket));
    }

    private void StartConnection(Connection connection, ConnectionStart start)
    {
        var props = ConnectionActor.Props(_services, connection, start).WithDispatcher(_services.Settings.ConnectionDispatcher);
        var actor = Context.ActorOf(props, $"connection-{connection.QueueId}");
        _connections.Add(actor);
        Context.Watch(actor);
    }

    private void MarkDownAll() => TellConnections(MessengerMarkDown.Instance);

    private void TellConnections(object message)
    {
        foreach (var connection in _connections)
            connection.Tell(message);
    }

    private void Shutdown()
    {
        _shuttingDown = true;
        Become(ShuttingDown);
        _accepter.Tell(StopAccepting.Instance);
        _services.Loopback.MarkDown();
        MarkDownAll();
        StopDispatchWhenAlone();
    }

    private void ShuttingDown()
    {
        Receive<Terminated>(OnTerminated);
        Receive<DispatchActor.Stopped>(_ => Context.Stop(_dispatch));
        Receive<StartConnection>(m => m.Connection.MarkDown());
        Receive<AcceptedSocket>(m => m.Socket.Discard(_services.Materializer));
        Receive<BindMessenger>(m => m.Done.TrySetException(Gone()));
        Receive<RebindMessenger>(m => m.Done.TrySetException(Gone()));
        Receive<DispatchActor.GetStatus>(m => _dispatch.Forward(m));
        ReceiveAny(_ => { });
    }

    private InvalidOperationException Gone() => new($"Messenger '{_services.Name}' was shut down; create a new one.");

    private void OnTerminated(Terminated terminated)
    {
        if (terminated.ActorRef.Equals(_dispatch))
        {
            Context.Stop(Self);
            return;
        }

        _connections.Remove(terminated.ActorRef);
        if (_shuttingDown)
            StopDispatchWhenAlone();
    }

    /// <summary>Resets of the last connections still reach the dispatchers; messages that wait are dropped.</summary>
    private void StopDispatchWhenAlone()
    {
        if (_connections.Count == 0)
            _dispatch.Tell(DispatchActor.Stop.Instance);
    }

    protected override void PostStop()
    {
        _services.Loopback.MarkDown();
        MessengerMeter.Remove(_services.Watch);
        _completion.TrySetResult();
        _log.Write(MessengerLogLines.Stopped, _services.Name);
    }
}

/// <summary>Starts the actor of a connection that a user asked for.</summary>
internal sealed record StartConnection(Connection Connection);

/// <summary>Listens on these addresses.</summary>
internal sealed record BindMessenger(EntityAddressVector Addresses, TaskCompletionSource<EntityAddressVector> Done);

/// <summary>Marks everything down and listens again, on other ports and under a new nonce.</summary>
internal sealed record RebindMessenger(IReadOnlySet<int> AvoidPorts, TaskCompletionSource<EntityAddressVector> Done);

/// <summary>Lets accepted sockets in.</summary>
internal sealed class BecomeReady
{
    public static readonly BecomeReady Instance = new();

    private BecomeReady()
    {
    }
}

/// <summary>Closes the listeners.</summary>
internal sealed class StopAccepting
{
    public static readonly StopAccepting Instance = new();

    private StopAccepting()
    {
    }
}

/// <summary>Ends the messenger.</summary>
internal sealed class ShutdownMessenger
{
    public static readonly ShutdownMessenger Instance = new();

    private ShutdownMessenger()
    {
    }
}

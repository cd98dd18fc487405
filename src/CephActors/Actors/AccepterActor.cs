using System.Net;
using Akka.Actor;
using Akka.Event;
using Akka.Streams.Dsl;
using CephActors.Session;
using CephActors.Telemetry;
using CephActors.Transport;

namespace CephActors.Actors;

/// <summary>
/// Listens: finds ports, tries again where one is taken, and hands accepted sockets to the messenger once it is ready.
/// Ceph: <c>Processor::bind</c>, <c>AsyncMessenger::bindv</c>, <c>rebind</c>.
/// </summary>
internal sealed class AccepterActor : ReceiveActor, IWithTimers
{
    private readonly MessengerServices _services;
    private readonly ILoggingAdapter _log;
    private readonly Dictionary<Door, TransportListener> _listeners = [];
    private readonly List<IActorRef> _waiting = [];
    private EntityAddressVector _requested = EntityAddressVector.Empty;
    private BindAttempt? _attempt;
    private bool _ready;

    public AccepterActor(MessengerServices services)
    {
        _services = services;
        _log = Context.GetLogger().WithContext("Messenger", services.Name);
        Receive<BindMessenger>(m => Begin(m.Addresses, new HashSet<int>(), m.Done));
        Receive<RebindMessenger>(Rebind);
        Receive<Listening>(OnListening);
        Receive<ListenFailed>(OnFailed);
        Receive<NextRound>(_ => TryNext());
        Receive<BecomeReady>(_ => OnReady());
        Receive<AcceptedSocket>(OnSocket);
        Receive<AcceptStarted>(_ => AcceptMore(Sender));
        Receive<AcceptEnded>(e => OnEnded(e));
        Receive<StopAccepting>(_ => Close());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(MessengerServices services) => Akka.Actor.Props.Create(() => new AccepterActor(services));

    protected override void PostStop() => Close();

    private void Rebind(RebindMessenger request)
    {
        if (_requested.Count == 0)
        {
            request.Done.TrySetException(new InvalidOperationException($"Messenger '{_services.Name}' is not bound; call BindAsync first."));
            return;
        }

        // The old ports are avoided too, so that late connects to the old incarnation meet nobody.
        var avoid = new HashSet<int>(request.AvoidPorts.Concat(_listeners.Values.Select(l => l.Local.Port)));
        Close();
        _services.Session.Addresses.Reset(_services.Session.Addresses.Nonce + 1_000_000);
        Begin(new EntityAddressVector([.. _requested.Select(a => a.WithPort(0))]), avoid, request.Done);
    }

    private void Begin(EntityAddressVector addresses, HashSet<int> avoid, TaskCompletionSource<EntityAddressVector> done)
    {
        if (_attempt is not null || _listeners.Count > 0)
        {
            done.TrySetException(new InvalidOperationException($"Messenger '{_services.Name}' is bound already; bind all its addresses in one call."));
            return;
        }

        _requested = addresses;
        _attempt = new BindAttempt(addresses, avoid, _services.Settings, done);
        TryNext();
    }

    private void TryNext()
    {
        if (_attempt is not { } attempt)
            return;
        var door = new Door(attempt.Current);
        var protocol = SpokenProtocols.ProtocolAt(attempt.CurrentAddress);
        _services.Transport.Bind(door.EndPoint, _services.Sockets)
            .Select(socket => new AcceptedSocket(socket, protocol))
            .ToMaterialized(
                Sink.ActorRefWithAck<AcceptedSocket>(Self, AcceptStarted.Instance, AcceptNext.Instance, new AcceptEnded(door, null), e => new AcceptEnded(door, e)),
                Keep.Left)
            .Run(_services.Materializer)
            .PipeTo(Self, success: listener => new Listening(attempt, door, listener), failure: cause => new ListenFailed(attempt, cause));
    }

    private void OnListening(Listening e)
    {
        if (!ReferenceEquals(e.Attempt, _attempt))
        {
            e.Listener.UnbindAsync().PipeTo(Context.System.DeadLetters);
            return;
        }

        _listeners.Add(e.Door, e.Listener);
        if (!e.Attempt.Bound(e.Listener.Local.Port, _services.Session.Addresses.Nonce))
        {
            TryNext();
            return;
        }

        _attempt = null;
        var addresses = e.Attempt.Result;
        _services.Session.Addresses.Bind(addresses);
        _services.AddressesChanged();
        _services.IsListening = true;
        _log.Write(MessengerLogLines.Listening, _services.Name, addresses);
        e.Attempt.Done.TrySetResult(addresses);
    }

    private void OnFailed(ListenFailed e)
    {
        if (!ReferenceEquals(e.Attempt, _attempt))
            return;
        switch (e.Attempt.Failed())
        {
            case BindRetry.NextPort:
                TryNext();
                break;
            case BindRetry.NextRound:
                _log.Write(
                    MessengerLogLines.CannotListen, _services.Name, e.Attempt.Current, Unwrap(e.Cause).Message, _services.Settings.BindRetryDelay);
                Timers.StartSingleTimer(nameof(NextRound), NextRound.Instance, _services.Settings.BindRetryDelay);
                break;
            default:
                e.Attempt.Done.TrySetException(new CephMessengerException(
                    $"Messenger '{_services.Name}' cannot listen on {e.Attempt.CurrentAddress}: {Unwrap(e.Cause).Message}", Unwrap(e.Cause)));
                Close();
                break;
        }
    }

    private void OnReady()
    {
        _ready = true;
        foreach (var stream in _waiting)
            stream.Tell(AcceptNext.Instance);
        _waiting.Clear();
    }

    private void OnSocket(AcceptedSocket socket)
    {
        Context.Parent.Tell(socket);
        AcceptMore(Sender);
    }

    private void AcceptMore(IActorRef stream)
    {
        if (_ready)
            stream.Tell(AcceptNext.Instance);
        else
            _waiting.Add(stream);
    }

    private void OnEnded(AcceptEnded ended)
    {
        // A listener that never came to be is reported by its bind task; another may listen where it could not.
        if (ended.Cause is null || !_listeners.ContainsKey(ended.Door))
            return;
        _services.IsListening = false;
        _log.Write(ended.Cause, MessengerLogLines.StoppedListening, _services.Name, ended.Door.EndPoint);
    }

    private void Close()
    {
        Timers.CancelAll();
        _services.IsListening = false;
        _attempt?.Done.TrySetException(new InvalidOperationException($"Messenger '{_services.Name}' stopped listening while it was binding."));
        _attempt = null;
        foreach (var listener in _listeners.Values)
            listener.UnbindAsync().PipeTo(Context.System.DeadLetters);
        _listeners.Clear();
    }

    private static Exception Unwrap(Exception cause) =>
        cause is AggregateException { InnerExceptions.Count: 1 } one ? Unwrap(one.InnerException!) : cause;

    /// <summary>One try at listening, by which what comes of it is told from other tries at the same end point.</summary>
    private sealed class Door(IPEndPoint endPoint)
    {
        public IPEndPoint EndPoint { get; } = endPoint;
    }

    private sealed record Listening(BindAttempt Attempt, Door Door, TransportListener Listener);

    private sealed record ListenFailed(BindAttempt Attempt, Exception Cause);

    private sealed record AcceptEnded(Door Door, Exception? Cause);

    private sealed class NextRound
    {
        public static readonly NextRound Instance = new();
    }

    private sealed class AcceptStarted
    {
        public static readonly AcceptStarted Instance = new();
    }

    private sealed class AcceptNext
    {
        public static readonly AcceptNext Instance = new();
    }
}

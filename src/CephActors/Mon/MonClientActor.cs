using Akka.Actor;
using Akka.Event;
using CephActors.Auth;
using CephActors.Encoding;
using CephActors.Framing;
using CephActors.Messages;
using CephActors.Session;
using CephActors.Telemetry;

namespace CephActors.Mon;

/// <summary>
/// Keeps one session with one of the monitors.
/// <code>
///              round over, nobody answered
///                  +-----------+
///                  v           |
///   start ----> HUNTING -------+        several monitors tried at once, MAuth with each
///                  |   ^
///    authenticated |   | reset, silence, refused renewal,
///                  v   | monitor left the map
///                SESSION               subscriptions, commands, keepalives, renewals
/// </code>
/// Requests wait through hunts. Commands that were sent are sent again in the next session, so they run at least once.
/// Ceph: <c>src/mon/MonClient.cc</c>.
/// </summary>
internal sealed partial class MonClientActor : ReceiveActor, IWithTimers
{
    // Ends a round of the hunt; in a session it is time for a sign of life.
    private const string TickTimer = "tick";
    private const string RetryTimer = "retry";

    private static readonly DispatcherOptions Dispatching = new()
    {
        Types =
        [
            MessageType.MonMap, MessageType.AuthReply, MessageType.MonSubscribeAck, MessageType.MonCommandAck, MessageType.Config,
        ],
    };

    private readonly MonClientSetup _setup;
    private readonly MonClientView _view;
    private readonly MonHunt _hunt;
    private readonly ILoggingAdapter _log;
    private readonly Dictionary<Connection, MonAttempt> _attempts = [];
    private MonAttempt? _session;
    private DateTimeOffset _sessionSince;

    // Whether the global id may be given up: monitors refuse one whose ticket they can no longer open.
    private bool _mayStartAfresh;
    private MonClientException? _refusal;
    private string _lastTrouble = "no monitor is known";

    public MonClientActor(MonClientSetup setup)
    {
        _setup = setup;
        _log = Context.GetLogger().WithContext("Messenger", setup.Messenger.Name);
        _view = setup.View;
        _hunt = new MonHunt(setup.Settings, setup.Random);
        Receive<MessageReceived>(OnMessage);
        Receive<ConnectionReset>(reset => OnReset(reset.Connection, reset.Reason));
        Receive<ConnectionRefused>(refused => Note(refused.Connection, "nobody listens there"));
        Receive<ConnectionEstablished>(established => OnEstablished(established.Connection));
        Receive<ExchangeEnded>(OnExchangeEnded);
        Receive<ConnectionAccepted>(_ => { });
        Receive<ConnectionRemoteReset>(_ => { });
        Receive<Tick>(_ => OnTick());
        Receive<Retry>(_ => OnRetry());
        Receive<MessengerEnded>(_ => Context.Stop(Self));
        ReceiveRequests();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => Context.System.Scheduler.Now.ToUniversalTime();

    private uint Epoch => _view.Map?.Epoch ?? 0;

    public static Props Props(MonClientSetup setup) => Akka.Actor.Props.Create(() => new MonClientActor(setup));

    protected override void PreStart()
    {
        AuthenticateInHandshakes();
        _setup.Messenger.AddDispatcherTail(Self, Dispatching);
        _setup.Messenger.Completion.ContinueWith(_ => MessengerEnded.Instance, TaskScheduler.Default).PipeTo(Self);
        StartHunt();
    }

    protected override void PostStop()
    {
        LeaveAll();
        FailAll(new MonClientException(Errno.ESHUTDOWN, "The monitor client was shut down"));
        _setup.Ended.TrySetResult();
    }

    private void StartHunt()
    {
        LeaveAll();
        _refusal = null;
        var known = _view.Map is { } map ? MonCandidate.From(map, _setup.Messenger) : [];
        foreach (var candidate in _hunt.NextRound(known.Count > 0 ? known : _setup.Bootstrap))
            Try(candidate);
        Timers.StartSingleTimer(TickTimer, Tick.Instance, _hunt.Interval);
    }

    private void Try(MonCandidate candidate)
    {
        Connection connection;
        try
        {
            connection = _setup.Messenger.ConnectTo(candidate.Addresses, EntityType.Mon);
        }
        catch (InvalidOperationException) when (_setup.Messenger.HasEnded)
        {
            // The messenger is shutting down; its completion is on the way here.
            return;
        }

        _log.Write(connection, MonLogLines.Trying, candidate);
        var attempt = new MonAttempt(candidate, connection, new MonAuthClient(_setup.Identity, _view.Tickets, _setup.Random));
        _attempts[connection] = attempt;
        connection.SendKeepalive();

        // Over protocol v2 the handshake authenticates.
        if (_setup.Messenger.Services.Spoken.TargetOf(candidate.Addresses) is { } target && SpokenProtocols.ProtocolAt(target) is MessengerProtocol.V1)
            attempt.Send(attempt.Auth.Start(), Epoch);
    }

    private void OnTick()
    {
        if (_session is not null)
        {
            CheckSession(_session);
            return;
        }

        _hunt.Failed();
        if (_refusal is { } refusal)
            FailAll(refusal);
        _log.Write(MonLogLines.RoundOver, _lastTrouble);
        StartHunt();
    }

    private void OnMessage(MessageReceived received)
    {
        var attempt = _session?.Connection == received.Connection ? _session : _attempts.GetValueOrDefault(received.Connection);
        if (attempt is null)
        {
            // Ceph: ms_dispatch drops what comes from outside the session or hunt.
            _log.Write(received.Connection, MonLogLines.OutsideSession, received.Message, received.Connection);
            return;
        }

        var error = received.Message.Type switch
        {
            MessageType.AuthReply => MAuthReply.TryDecode(received.Message, out var reply, out var why) ? OnAuthReply(attempt, reply) : why,
            MessageType.MonMap => MMonMap.TryDecode(received.Message, out var map, out var why) ? OnMonMap(map.Map) : why,
            MessageType.MonCommandAck => MMonCommandAck.TryDecode(received.Message, out var ack, out var why) ? OnCommandAck(received.Message.Tid, ack) : why,
            MessageType.Config => MConfig.TryDecode(received.Message, out var config, out var why) ? OnConfig(config) : why,
            _ => null,
        };
        if (error is not null)
            _log.Write(received.Connection, MonLogLines.Unreadable, received.Message, attempt.Candidate, error);
    }

    private void OnReset(Connection connection, string reason)
    {
        if (_session?.Connection == connection)
        {
            _log.Write(connection, MonLogLines.Lost, _session.Candidate, reason);
            StartHunt();
        }
        else if (_attempts.Remove(connection, out var attempt))
        {
            _lastTrouble = $"{attempt.Candidate}: {reason}";
            if (_attempts.Count == 0)
                OnHungUp();
        }
    }

    // Nobody is left to answer in this round.
    private void OnHungUp()
    {
        if (_refusal is { } refusal)
        {
            FailAll(refusal);
            _refusal = null;
            return;
        }

        var wait = _hunt.HungUp(_setup.Messenger.Services.Settings.InitialBackoff);
        _log.Write(MonLogLines.AllHungUp, _lastTrouble, wait);
        Timers.StartSingleTimer(RetryTimer, Retry.Instance, wait);
    }

    private void OnRetry()
    {
        if (_session is null && _attempts.Count == 0)
            StartHunt();
    }

    private void Note(Connection connection, string trouble)
    {
        if (_attempts.TryGetValue(connection, out var attempt))
            _lastTrouble = $"{attempt.Candidate}: {trouble}";
    }

    private void LeaveAll()
    {
        foreach (var attempt in _attempts.Values)
            attempt.Connection.MarkDown();
        _attempts.Clear();
        _session?.Connection.MarkDown();
        _session = null;
        _view.Monitor = null;
    }

    private sealed record ExchangeEnded(EntityAddressVector Peer, MonAuthClient Auth, AuthClientStep Step);

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }

    private sealed record Retry
    {
        public static Retry Instance { get; } = new();
    }

    private sealed record MessengerEnded : IDeadLetterSuppression
    {
        public static MessengerEnded Instance { get; } = new();
    }
}

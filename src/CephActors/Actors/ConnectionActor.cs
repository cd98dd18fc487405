using Akka.Actor;
using CephActors.Diagnostics;
using CephActors.Framing;
using CephActors.Injection;
using CephActors.Session;
using CephActors.Session.V1;
using CephActors.Session.V2;
using CephActors.Streams;

namespace CephActors.Actors;

/// <summary>
/// Runs the session of one connection: turns what sockets, users, timers and other connections say into inputs of its
/// <see cref="SessionMachine"/> and carries out the effects. Lives as long as the connection, over as many sockets as it takes.
/// </summary>
internal sealed partial class ConnectionActor : UntypedActor, IWithTimers, ISessionHost
{
    private readonly MessengerServices _services;
    private readonly Connection _connection;
    private ConnectionStart? _start;
    private readonly SessionMachine _machine;
    private readonly FrameCodec _codec;
    private readonly SessionDriver _driver;
    private readonly List<SocketStream> _sockets = [];

    public ConnectionActor(MessengerServices services, Connection connection, ConnectionStart start)
    {
        _services = services;
        _connection = connection;
        _start = start;
        var facts = connection.Facts;
        var protocol = start is ConnectionStart.Accept accept ? accept.Protocol : SpokenProtocols.ProtocolAt(services.Spoken.TargetOf(facts.PeerAddresses) ?? default);
        _codec = new FrameCodec(protocol, services.Framing);
        _machine = new SessionMachine(
            services.Session,
            protocol is MessengerProtocol.V2 ? new V2Protocol() : new V1Protocol(),
            start is ConnectionStart.Dial ? facts.PeerAddresses : null,
            facts.PeerType,
            facts.Anonymous);
        _machine.Queues.Released = connection.Outbox.Release;
        connection.Outbox.Watch.Left = took => _services.Watch.Left(took, _machine.Policy);
        _watched = new WatchedConnection(connection, _machine.Queues.Traffic);
        _dice = services.Faults is { } faults ? new FaultDice(faults) : null;
        var settings = services.Settings;
        _driver = new SessionDriver(
            _machine,
            this,
            new WriteLimits(settings.WriteBatchFrames, settings.WriteBatchBytes),
            services.Session.Name,
            (ushort)settings.DefaultSendPriority);
        var self = Self;
        _answers = answer => self.Tell(answer, ActorRefs.NoSender);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private SocketStream? Socket => (SocketStream?)_driver.Socket;

    public static Props Props(MessengerServices services, Connection connection, ConnectionStart start) =>
        Akka.Actor.Props.Create(() => new ConnectionActor(services, connection, start)).WithMailbox(ConnectionMailbox.Id);

    protected override void PreStart()
    {
        _services.Watch.Started(_watched);
        switch (_start)
        {
            case ConnectionStart.Accept accept:
                var incarnation = _machine.Incarnation + 1;
                var incoming = accept.Take();
                _services.Observer?.Owns(_connection, incoming.Info);
                Adopt(SocketStream.Accept(incoming, _codec, Self, incarnation, _services.Materializer));
                _driver.Step(new SessionInput.SocketAccepted(
                    incarnation,
                    EntityAddress.FromEndPoint(incoming.Info.Remote, accept.Protocol is MessengerProtocol.V2 ? EntityAddressType.Msgr2 : EntityAddressType.Legacy, 0)));
                break;
            default:
                _driver.Step(new SessionInput.Connect());
                break;
        }

        _start = null;
        _connection.Outbox.Bind(Self);
    }

    protected override void OnReceive(object message)
    {
        if (IsResting)
            Wait(message);
        else
            Handle(message);
        if (!IsResting)
            Flush(message);
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case FramesReceived e: OnFrames(e); break;
            case OutboxFilled: EmptyOutbox(); break;
            case WriterReady e: _driver.OnWriterReady(e.Socket); break;
            case SocketConnected e: OnSocketConnected(e); break;
            case SocketTerminated e: OnSocketTerminated(e); break;
            case AckDue or AckTimer: break; // what it is about happens in Flush
            case TimerElapsed e: _driver.Step(new SessionInput.TimerFired(e.Timer, Context.System.Scheduler.MonotonicClock)); break;
            case SessionAnswer e: OnAnswer(e); break;
            case DelayOver e: OnDelayOver(e); break;
            case FaultsChanged: OnFaultsChanged(); break;
            case MessengerMarkDown: _connection.Outbox.Post(ConnectionCommand.MarkDownAndNotify); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        // Reached with an open session only if this actor failed or its messenger is being torn down without a shutdown.
        if (_machine.State is not SessionState.Closed)
            _driver.Step(new SessionInput.MarkDown(Notify: true));
        foreach (var socket in _sockets)
            socket.Abandon();
        _connection.Outbox.Close();
        _services.Watch.Ended(_watched);
    }

    private void EmptyOutbox()
    {
        if (!_driver.EmptyOutbox(_connection.Outbox))
            Self.Tell(OutboxFilled.Instance);
    }
}

/// <summary>A timer of the session fired.</summary>
internal sealed record TimerElapsed(SessionTimer Timer);

/// <summary>The messenger marks all its connections down; each raises a reset.</summary>
internal sealed class MessengerMarkDown
{
    public static readonly MessengerMarkDown Instance = new();

    private MessengerMarkDown()
    {
    }
}

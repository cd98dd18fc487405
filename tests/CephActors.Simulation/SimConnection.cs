using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>
/// A connection of a simulated messenger: the handle users hold and what runs behind it. Does step by step what
/// <c>ConnectionActor</c> does, with a mailbox of virtual time.
/// </summary>
internal sealed partial class SimConnection : ISessionHost, IRegisteredConnection
{
    private readonly World _world;
    private readonly SessionDriver _driver;
    private readonly List<SimSocket> _sockets = [];
    private readonly int[] _timerVersions = new int[3];
    private long _mailboxDue;
    private bool _stopped;

    public SimConnection(SimMessenger messenger, int serial, EntityAddressVector? peer, EntityType type)
    {
        _world = messenger.World;
        Messenger = messenger;
        Serial = serial;
        Machine = new SessionMachine(messenger.Context, peer, type, anonymous: false);
        PeerAddresses = Machine.PeerAddresses;
        Machine.Queues.Released = m => _world.Ledger.Released(this, m);
        _driver = new SessionDriver(
            Machine, this, new WriteLimits(_world.Plan.Settings.WriteFrames, 512 << 10), messenger.Context.Name, MessagePriority.Default);
        Book = new ConnectionBook(this);
    }

    public SimMessenger Messenger { get; }

    /// <summary>Counts the connections of a world.</summary>
    public int Serial { get; }

    public SessionMachine Machine { get; }

    public SimOutbox Outbox { get; } = new();

    /// <summary>The handle was closed, by its user or by the session.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Nothing of it is left.</summary>
    public bool IsStopped => _stopped;

    public EntityAddressVector PeerAddresses { get; private set; }

    /// <summary>What the invariants need to know of it.</summary>
    public ConnectionBook Book { get; }

    public TimeSpan Monotonic => TimeSpan.FromMicroseconds(_world.Now);

    public DateTimeOffset TimeOfDay => DateTimeOffset.UnixEpoch + Monotonic;

    public void Dial() => Start(() => _driver.Step(new SessionInput.Connect()));

    public void Accept(SimLink link, EntityAddress remote) => Start(() =>
    {
        var incarnation = Machine.Incarnation + 1;
        var socket = new SimSocket(_world, this, incarnation);
        Adopt(socket);
        if (!_world.Network.Accepted(link, socket))
            socket.OnFailed("the peer has gone");
        _driver.Step(new SessionInput.SocketAccepted(incarnation, remote));
    }, () => link.Side(0).OnFailed("connection reset"));

    /// <summary>Puts something into the mailbox.</summary>
    public void Tell(object message)
    {
        _mailboxDue = Math.Max(_mailboxDue, _world.Now + Messenger.Hop());
        _world.At(_mailboxDue, () => Receive(message));
    }

    /// <summary>Queues a message as a user does.</summary>
    public bool Send(CephMessage message)
    {
        if (IsClosed)
            return false;
        Outbox.Post(message);
        return true;
    }

    public void SendKeepalive()
    {
        if (!IsClosed)
            Outbox.Post(SimCommand.Keepalive);
    }

    public void MarkDisposable()
    {
        if (!IsClosed)
            Outbox.Post(SimCommand.MarkDisposable);
    }

    public void MarkDown(bool notify)
    {
        if (IsClosed)
            return;
        IsClosed = true;
        Book.MarkedDown = true;
        Messenger.Unregister(this);
        Outbox.Post(notify ? SimCommand.MarkDownAndNotify : SimCommand.MarkDown);
    }

    /// <summary>The process died.</summary>
    public void Die(long learnDelay)
    {
        _stopped = true;
        IsClosed = true;
        foreach (var socket in _sockets)
        {
            if (socket.Link is { } link)
                link.Die(ReferenceEquals(link.Side(0), socket) ? 0 : 1, learnDelay);
            else
                socket.OnDied();
        }
    }

    public override string ToString() => $"{Messenger.Name}#{Serial}";

    private void Start(Action first, Action? tooLate = null)
    {
        _mailboxDue = _world.Now + Messenger.Hop();
        _world.At(_mailboxDue, () =>
        {
            if (_stopped)
            {
                tooLate?.Invoke();
                return;
            }

            first();
            Outbox.Bind(this);
            AfterStep();
        });
    }

    private void Receive(object message)
    {
        if (_stopped)
            return;
        switch (message)
        {
            case FramesIn e: _driver.OnFrames(e.Socket, e.Incarnation, e.Batch); break;
            case OutboxFilled: EmptyOutbox(); break;
            case WriteDone: break;
            case SocketUp e: _driver.Step(new SessionInput.SocketConnected(e.Incarnation)); break;
            case SocketDown e: OnSocketDown(e); break;
            case TimerElapsed e when _timerVersions[(int)e.Timer] == e.Version:
                _driver.Step(new SessionInput.TimerFired(e.Timer, Monotonic));
                break;
            case TimerElapsed: break;
            case SessionAnswer e:
                _driver.OnAnswer(e);
                StopWhenDone();
                break;
            default: throw new InvalidOperationException($"A {message.GetType().Name} is nothing a connection is told.");
        }

        _driver.Flush();
        AfterStep();
    }

    private void AfterStep() => _world.Ledger.Check(this);

    private void EmptyOutbox()
    {
        var wake = false;
        Outbox.BeginTake();
        while (Outbox.TryTake(out var item))
        {
            switch (item)
            {
                case CephMessage message when Machine.State is SessionState.Closed:
                    _world.Ledger.Released(this, message);
                    break;
                case CephMessage message:
                    _world.Ledger.Enqueued(this, message);
                    Machine.Queues.Enqueue(message, message.Priority == 0 ? MessagePriority.Default : message.Priority);
                    wake = true;
                    break;
                case SessionQuestion question:
                    _driver.OnQuestion(question);
                    break;
                case SimCommand.Keepalive:
                    Machine.KeepalivePending = true;
                    break;
                case SimCommand.MarkDisposable:
                    _driver.Step(new SessionInput.MarkDisposable());
                    break;
                case SimCommand command:
                    _driver.Step(new SessionInput.MarkDown(Notify: command is SimCommand.MarkDownAndNotify));
                    break;
            }
        }

        if (wake && !Machine.IsOpen)
            _driver.Step(new SessionInput.SendRequested());
    }

    private void RejectOutbox()
    {
        while (Outbox.TryTake(out var item))
        {
            if (item is SessionQuestion question)
                question.AnswerAsClosed();
            else if (item is CephMessage message)
                _world.Ledger.Released(this, message);
        }
    }

    private void OnSocketDown(SocketDown e)
    {
        _sockets.Remove(e.Socket);
        if (ReferenceEquals(e.Socket, _driver.Socket))
            _driver.Forget();
        _world.Trace?.Invoke($"{this}: {e.Socket} is gone: {e.Loss.Reason}{(e.Loss.Error is { } error ? $" ({error})" : "")}");
        _driver.Step(e.Loss.Error is { } refused
            ? new SessionInput.FrameRefused(e.Incarnation, refused)
            : new SessionInput.SocketLost(e.Incarnation, e.Loss.Refused, e.Loss.Reason));
        StopWhenDone();
    }

    private void StopWhenDone()
    {
        if (Machine.State is SessionState.Closed && _sockets.Count == 0)
            _stopped = true;
    }

    private void Adopt(SimSocket socket)
    {
        _driver.Adopt(socket);
        _sockets.Add(socket);
    }

    private sealed record TimerElapsed(SessionTimer Timer, int Version);
}

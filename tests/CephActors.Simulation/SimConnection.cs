using CephActors.Actors;
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
    private bool _silent;

    public SimConnection(SimMessenger messenger, int serial, EntityAddressVector? peer, EntityType type, bool anonymous = false)
    {
        _world = messenger.World;
        Messenger = messenger;
        Serial = serial;
        Machine = new SessionMachine(messenger.Context, peer, type, anonymous);
        PeerAddresses = Machine.PeerAddresses;
        Nonce = messenger.Context.Addresses.Nonce;
        var settings = _world.Plan.Settings;
        Outbox = new ConnectionOutbox(new SendLimits(settings.QueueMessages, settings.QueueBytes, null));
        Machine.Queues.Released = Release;
        _driver = new SessionDriver(
            Machine, this, new WriteLimits(settings.WriteFrames, 512 << 10), messenger.Context.Name, MessagePriority.Default);
        Book = new ConnectionBook(this);
    }

    public SimMessenger Messenger { get; }

    /// <summary>Counts the connections of a world.</summary>
    public int Serial { get; }

    public SessionMachine Machine { get; }

    public ConnectionOutbox Outbox { get; }

    /// <summary>The nonce of its messenger when it was made.</summary>
    public uint Nonce { get; }

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
        return !IsClosed && Outbox.Send(message) is SendResult.Accepted;
    }

    public void SendKeepalive()
    {
        if (!IsClosed)
            Outbox.Post(ConnectionCommand.Keepalive);
    }

    public void MarkDisposable()
    {
        if (!IsClosed)
            Outbox.Post(ConnectionCommand.MarkDisposable);
    }

    /// <summary>As its user does, or with <paramref name="notify"/> the messenger for one peer.</summary>
    public void MarkDown(bool notify)
    {
        if (IsClosed)
            return;
        Book.MarkedDown = true;
        IsClosed = true;
        _silent = !notify;
        Messenger.Unregister(this);
        Outbox.Post(notify ? ConnectionCommand.MarkDownAndNotify : ConnectionCommand.MarkDown);
    }

    /// <summary>As the messenger does with all its connections: the handle is closed when the command gets there.</summary>
    public void MarkDownWithAll()
    {
        Book.MarkedDown = true;
        Outbox.Post(ConnectionCommand.MarkDownAndNotify);
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

    /// <summary>Frames outside the message flow that wait for its socket.</summary>
    public int WaitingControl => _driver.WaitingControl;

    /// <summary>Sockets it holds, of which at most one is in use.</summary>
    public int Sockets => _sockets.Count;

    /// <summary>The socket in use.</summary>
    public SimSocket? Socket => (SimSocket?)_driver.Socket;

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
            Outbox.Bind(() => Tell(OutboxFilled.Instance));
            AfterStep();
        });
    }

    private void Receive(object message)
    {
        if (_stopped)
            return;
        switch (message)
        {
            case FramesIn e: OnFrames(e); break;
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
                    Release(message);
                    break;
                case CephMessage message:
                    _world.Ledger.Enqueued(this, message);
                    Machine.Queues.Enqueue(message, message.Priority == 0 ? MessagePriority.Default : message.Priority);
                    wake = true;
                    break;
                case SessionQuestion question:
                    _driver.OnQuestion(question);
                    break;
                case ConnectionCommand command:
                    Obey(command);
                    break;
            }
        }

        if (wake && !Machine.IsOpen)
            _driver.Step(new SessionInput.SendRequested());
    }

    private void Obey(ConnectionCommand command)
    {
        if (command == ConnectionCommand.Keepalive)
            Machine.KeepalivePending = true;
        else if (command == ConnectionCommand.MarkDisposable)
            _driver.Step(new SessionInput.MarkDisposable());
        else
            _driver.Step(new SessionInput.MarkDown(Notify: command == ConnectionCommand.MarkDownAndNotify));
    }

    private void Release(CephMessage message)
    {
        Outbox.Release(message);
        _world.Ledger.Released(this, message);
    }

    private void OnFrames(FramesIn e)
    {
        var stale = !ReferenceEquals(e.Socket, _driver.Socket);
        var before = Snapshot();
        _driver.OnFrames(e.Socket, e.Incarnation, e.Batch);
        if (stale && Snapshot() != before)
            throw new InvariantException("old socket", $"frames of {e.Socket}, which {this} has let go of, changed its session");
    }

    private (SessionState, long, ulong, ulong, int) Snapshot() =>
        (Machine.State, Machine.Incarnation, Machine.Queues.InSeq, Machine.Queues.OutSeq, Machine.Queues.Unacked);

    private void OnSocketDown(SocketDown e)
    {
        _sockets.Remove(e.Socket);
        var stale = !ReferenceEquals(e.Socket, _driver.Socket);
        var before = Snapshot();
        if (!stale)
            _driver.Forget();
        _world.Trace?.Invoke($"{this}: {e.Socket} is gone: {e.Loss.Reason}{(e.Loss.Error is { } error ? $" ({error})" : "")}");
        _driver.Step(e.Loss.Error is { } refused
            ? new SessionInput.FrameRefused(e.Incarnation, refused)
            : new SessionInput.SocketLost(e.Incarnation, e.Loss.Refused, e.Loss.Reason));
        if (stale && Snapshot() != before)
            throw new InvariantException("old socket", $"the end of {e.Socket}, which {this} has let go of, changed its session");
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

using CephActors.Actors;
using CephActors.Framing;
using CephActors.Session;
using CephActors.Session.V1;
using CephActors.Session.V2;

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
    private SessionState _state;
    private bool _stopped;
    private bool _silent;

    public SimConnection(SimMessenger messenger, int serial, MessengerProtocol protocol, EntityAddressVector? peer, EntityType type, bool anonymous = false)
    {
        _world = messenger.World;
        Messenger = messenger;
        Serial = serial;
        Codec = new FrameCodec(protocol, FramingOptions.Default);
        Machine = new SessionMachine(messenger.Context, protocol is MessengerProtocol.V2 ? new V2Protocol() : new V1Protocol(), peer, type, anonymous);
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

    /// <summary>What its sockets speak.</summary>
    public FrameCodec Codec { get; }

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
        var socket = new SimSocket(_world, this, incarnation, Codec);
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
}

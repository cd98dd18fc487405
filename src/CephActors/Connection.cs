using CephActors.Actors;
using CephActors.Session;
using CephActors.Telemetry;

namespace CephActors;

/// <summary>
/// A connection to one peer, as users hold it: an immutable handle that any thread may use and any actor may keep.
/// It outlives sockets: a lossless connection survives faults and reconnects, and stays the same object throughout.
/// Ceph: <c>src/msg/Connection.h</c>.
/// </summary>
public sealed partial class Connection : IRegisteredConnection
{
    private readonly ConnectionOutbox _outbox;
    private readonly SendLimits _limits;
    private readonly MessengerServices? _services;
    private volatile ConnectionFacts _facts;
    private volatile bool _closed;
    private volatile bool _silent;
    private long _lastKeepalive;
    private long _lastKeepaliveAck;

    internal Connection(ulong queueId, ConnectionFacts facts, SendLimits limits, MessengerServices? services = null)
    {
        QueueId = queueId;
        _facts = facts;
        _services = services;
        _limits = limits;
        _outbox = new ConnectionOutbox(limits, services?.Clock);
    }

    /// <summary>The class of this connection's messages in the dispatch queue; 0 is the loopback connection.</summary>
    internal ulong QueueId { get; }

    internal ConnectionOutbox Outbox => _outbox;

    internal ConnectionFacts Facts
    {
        get => _facts;
        set => _facts = value;
    }

    /// <summary>
    /// The peer's address vector: what <see cref="CephMessenger.ConnectTo(EntityAddressVector, EntityType, bool)"/> was given, or what the peer announced.
    /// Empty until an accepted peer has said who it is.
    /// </summary>
    public EntityAddressVector PeerAddresses => _facts.PeerAddresses;

    /// <summary>The peer's entity type; <see cref="EntityType.None"/> until an accepted peer has said it.</summary>
    public EntityType PeerType => _facts.PeerType;

    /// <summary>The policy in force. Whether the session is lossy is the acceptor's word, so it may change when a session opens.</summary>
    public Policy Policy => _facts.Policy;

    /// <summary>Feature bits both sides support; 0 while the session is not open. See <see cref="CephFeatures"/>.</summary>
    public ulong Features => _facts.Features;

    /// <summary>
    /// Whether the session is open at this moment. False during reconnects and in standby, when messages are still accepted.
    /// Ceph: <c>Connection::is_connected</c>.
    /// </summary>
    public bool IsConnected => _facts.IsOpen && !_closed;

    /// <summary>Whether the connection has ended for good.</summary>
    public bool IsClosed => _closed;

    /// <summary>Whether this is the messenger's connection to itself.</summary>
    public bool IsLoopback => QueueId == 0;

    /// <summary>Whether the connection is registered under no address, so that nobody finds it by looking it up.</summary>
    public bool IsAnonymous => _facts.Anonymous;

    /// <summary>When the peer last sent a keepalive, on this host's clock; null if it never did.</summary>
    public DateTimeOffset? LastKeepalive => ToTime(Interlocked.Read(ref _lastKeepalive));

    /// <summary>
    /// The newest of our own keepalive stamps that the peer has echoed; null if it never did. Its age tells how long the
    /// peer has been silent. Ceph: <c>Connection::get_last_keepalive_ack</c>.
    /// </summary>
    public DateTimeOffset? LastKeepaliveAck => ToTime(Interlocked.Read(ref _lastKeepaliveAck));

    /// <summary>
    /// Queues a message. Never blocks. Messages of one priority leave in the order in which one thread sent them; a higher
    /// priority overtakes a lower one. The message object must not change afterwards; the same one may be sent on several connections.
    /// </summary>
    /// <returns>Whether the connection took it.</returns>
    /// <exception cref="ArgumentException">
    /// The front, middle or data of the message is longer than <c>ceph.messenger.limits</c> allows. Ours: no peer with the same
    /// limits would take it, and a lossless session would send it again for ever.
    /// </exception>
    public SendResult Send(CephMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _limits.Check(message);
        if (_closed)
            return SendResult.Closed;
        if (MessengerTracing.IsOn)
            message = MessengerTracing.Sent(_outbox, this, message, TraceRoom(message));
        return _outbox.Send(message);
    }

    /// <summary>Bytes that a trace context may take in a message; 0 where the peer does not look for one.</summary>
    private int TraceRoom(CephMessage message) =>
        _services is { Settings.TracingPropagate: true } && !IsLoopback ? _services.Settings.Limits.Middle - message.Middle.Length : 0;

    /// <summary>
    /// Asks the peer for a sign of life as soon as the connection can write; see <see cref="LastKeepaliveAck"/>. Does not wake a
    /// connection from standby. Ceph: <c>Connection::send_keepalive</c>.
    /// </summary>
    public void SendKeepalive()
    {
        if (!_closed)
            _outbox.Post(ConnectionCommand.Keepalive);
    }

    /// <summary>
    /// Closes the connection at once. What was not written is dropped, what was received and not dispatched too. No event is
    /// raised here; the peer sees its socket close. A later connect to the same address makes a new connection.
    /// Ceph: <c>Connection::mark_down</c>.
    /// </summary>
    public void MarkDown()
    {
        if (!TryClose(silently: true))
            return;
        _services?.Unregister(this);
        _outbox.Post(ConnectionCommand.MarkDown);
    }

    /// <summary>As <see cref="MarkDown"/>, with a <see cref="ConnectionReset"/> at the end.</summary>
    internal void MarkDownAndNotify()
    {
        if (!TryClose())
            return;
        _services?.Unregister(this);
        _outbox.Post(ConnectionCommand.MarkDownAndNotify);
    }

    /// <summary>
    /// Makes the connection lossy from now on: the next fault ends it, and nothing sent from now on is sent again.
    /// Ceph: <c>Connection::mark_disposable</c>.
    /// </summary>
    public void MarkDisposable()
    {
        if (!_closed)
            _outbox.Post(ConnectionCommand.MarkDisposable);
    }

    /// <summary>The peer's type and addresses, for people.</summary>
    public override string ToString() =>
        IsLoopback ? "loopback" : $"{PeerType.ToString().ToLowerInvariant()} {(PeerAddresses.Count == 0 ? "(unidentified)" : PeerAddresses)}";

    /// <summary>Breaks a socket under the session as messages are written into it; see <see cref="ConnectionQuery.CutSocket"/>.</summary>
    internal Task<uint> CutSocketAsync(uint after)
    {
        var done = new TaskCompletionSource<uint>(TaskCreationOptions.RunContinuationsAsynchronously);
        _outbox.Post(new ConnectionQuery.CutSocket(after, done));
        return done.Task;
    }

    /// <summary>Where the session stands.</summary>
    internal SessionState State => _facts.State;

    /// <summary>Messages held for the peer.</summary>
    internal long HeldMessages => _outbox.HeldMessages;

    /// <summary>Their payload in bytes.</summary>
    internal long HeldBytes => _outbox.HeldBytes;

    /// <summary>How long one of them has been held.</summary>
    internal TimeSpan HeldFor => _outbox.Watch.Age;

    /// <summary>What the session is now; null if the connection has ended.</summary>
    internal Task<ConnectionDump?> DumpAsync()
    {
        var done = new TaskCompletionSource<ConnectionDump?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _outbox.Post(new ConnectionQuery.Dump(done));
        return done.Task;
    }

    /// <summary>Whether its user closed it; no event is raised about it any more.</summary>
    internal bool IsSilent => _silent;

    /// <summary>Marks the handle closed; true for the one caller who did.</summary>
    internal bool TryClose(bool silently = false)
    {
        lock (_outbox)
        {
            if (_closed)
                return false;
            _silent = silently;
            _closed = true;
        }

        Interlocked.MemoryBarrier();
        Unexport();
        Asks?.Fail(AskFailure.Closed, $"{this} was closed");
        return true;
    }

    internal void KeepaliveReceived(DateTimeOffset now) => Interlocked.Exchange(ref _lastKeepalive, now.UtcTicks);

    internal void KeepaliveAcknowledged(DateTimeOffset stamp) => Interlocked.Exchange(ref _lastKeepaliveAck, stamp.UtcTicks);

    private static DateTimeOffset? ToTime(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    void IRegisteredConnection.Ask(SessionQuestion question) => _outbox.Post(question);
}

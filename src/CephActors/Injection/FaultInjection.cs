using CephActors.Injection;

namespace CephActors;

/// <summary>
/// Faults and delays that a messenger makes by itself, so that a service can be seen to survive them. They stand in
/// <c>ceph.messenger.injection</c>, and <see cref="CephMessenger.Inject"/> changes them while the messenger runs; both only
/// where <c>ceph.messenger.injection.allowed</c> is on. As it is made it injects nothing.
/// Ceph: <c>ms_inject_*</c>, <c>ms_blackhole_*</c> and <c>ms_die_on_*</c> of <c>src/common/options.cc</c>.
/// </summary>
public sealed record FaultInjection
{
    private PeerTypeSet _delayTypes;
    private PeerTypeSet _blackhole;

    /// <summary>Nothing is injected.</summary>
    public static FaultInjection None { get; } = new();

    /// <summary>
    /// Makes the draws repeatable: each socket and each connection, in the order of their first draws, has numbers of its own
    /// that depend on this. Null for other draws each time. Ours.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public long? Seed
    {
        get;
        init => field = value is >= 0 or null ? value : throw OutOfRange(value, "not below 0");
    }

    /// <summary>
    /// Before each read and each write of a socket it is shut down, both ways, with a probability of one in this; the session
    /// meets that like any broken socket. 0 for never. Ceph: <c>ms_inject_socket_failures</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int SocketFailures
    {
        get;
        init => field = value >= 0 ? value : throw OutOfRange(value, "not below 0");
    }

    /// <summary>
    /// A write to a socket does nothing, as if its buffer were full, but with a probability of one in this, and is tried again
    /// a millisecond later. 0 and 1 for never. Ceph: <c>ms_inject_network_congestion</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int NetworkCongestion
    {
        get;
        init => field = value >= 0 ? value : throw OutOfRange(value, "not below 0");
    }

    /// <summary>
    /// How long a connection rests where races hide: before it looks for an existing connection of an accepted peer, before it
    /// takes a replacing socket, after it is registered, before it deals with a socket that was lost in a handshake, with
    /// <see cref="SocketFailures"/> after it has learned its address, and with <see cref="DelayProbability"/> before an event is
    /// dispatched. Only that connection, or the dispatch of that messenger, rests; no thread does. Zero for not at all.
    /// Ceph: <c>ms_inject_internal_delays</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below zero, or above an hour.</exception>
    public TimeSpan InternalDelays
    {
        get;
        init => field = IsDelay(value) ? value : throw OutOfRange(value, "from zero to one hour");
    }

    /// <summary>The types of peers whose messages are delivered late. Ceph: <c>ms_inject_delay_type</c>.</summary>
    /// <exception cref="ArgumentException">A type that is not a peer's.</exception>
    public IReadOnlyCollection<EntityType> DelayTypes
    {
        get => _delayTypes.ToCollection();
        init => _delayTypes = PeerTypeSet.Of(value, nameof(DelayTypes));
    }

    /// <summary>The probability with which a message of such a peer is delayed, 0 to 1. Ceph: <c>ms_inject_delay_probability</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to 1.</exception>
    public double DelayProbability
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw OutOfRange(value, "from 0 to 1");
    }

    /// <summary>
    /// The longest such delay; each is drawn evenly between zero and this. Messages of a connection stay in order: when a delay
    /// ends, the message that waits longest is delivered. Ceph: <c>ms_inject_delay_max</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below zero, or above an hour.</exception>
    public TimeSpan DelayMax
    {
        get;
        init => field = IsDelay(value) ? value : throw OutOfRange(value, "from zero to one hour");
    } = TimeSpan.FromSeconds(1);

    /// <summary>The only type of message that is delayed; null for any. Ceph: <c>ms_inject_delay_msg_type</c>, up to release 14.</summary>
    public MessageType? DelayMessageType { get; init; }

    /// <summary>
    /// The types of peers to which nothing gets through: messages sent to them count as accepted and vanish, messages from
    /// them are acknowledged and vanish. Sessions, acknowledgements and keepalives go on.
    /// Ceph: <c>ms_blackhole_mon</c>, <c>_mds</c>, <c>_osd</c>, <c>_client</c>, <c>_mgr</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A type that is not a peer's.</exception>
    public IReadOnlyCollection<EntityType> Blackhole
    {
        get => _blackhole.ToCollection();
        init => _blackhole = PeerTypeSet.Of(value, nameof(Blackhole));
    }

    /// <summary>
    /// A peer whose bytes are no legal frame loses its connection for good: an error is logged and a
    /// <see cref="ConnectionReset"/> raised, where otherwise the session would reconnect. Ceph, which ends the process:
    /// <c>ms_die_on_bad_msg</c>.
    /// </summary>
    public bool DieOnBadMessage { get; init; }

    /// <summary>The same for a message that no dispatcher takes. Ceph: <c>ms_die_on_unhandled_msg</c>.</summary>
    public bool DieOnUnhandledMessage { get; init; }

    /// <summary>The same for a message that was received before. Ceph: <c>ms_die_on_old_message</c>.</summary>
    public bool DieOnOldMessage { get; init; }

    /// <summary>The same for a message before which sequence numbers are missing. Ceph: <c>ms_die_on_skipped_message</c>.</summary>
    public bool DieOnSkippedMessage { get; init; }

    internal bool IsBlackhole(EntityType peer) => _blackhole.Contains(peer);

    internal bool Delays(EntityType peer) => _delayTypes.Contains(peer);

    private static bool IsDelay(TimeSpan value) => value >= TimeSpan.Zero && value <= TimeSpan.FromHours(1);

    private static ArgumentOutOfRangeException OutOfRange(object? value, string allowed) => new(nameof(value), value, $"It must be {allowed}.");
}

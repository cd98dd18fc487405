namespace CephActors;

/// <summary>What one connection was at a moment; part of a <see cref="MessengerDump"/>.</summary>
public sealed record ConnectionDump
{
    /// <summary>Tells connections of one messenger apart; never used again by it.</summary>
    public required ulong Id { get; init; }

    /// <summary>The peer's type; <see cref="EntityType.None"/> until an accepted peer has said it.</summary>
    public required EntityType PeerType { get; init; }

    /// <summary>The peer's addresses; none until an accepted peer has said them.</summary>
    public required EntityAddressVector PeerAddresses { get; init; }

    /// <summary>Where the session stands: none, connecting, accepting, open, standby, wait or closed. See <c>docs/operations.md</c>.</summary>
    public required string State { get; init; }

    /// <summary>The step inside connecting or accepting, such as backoff, dialing or connect; none otherwise.</summary>
    public required string Handshake { get; init; }

    /// <summary>The name of the policy in force.</summary>
    public required string Policy { get; init; }

    /// <summary>Whether a broken socket ends the session; once it is open this is the acceptor's word.</summary>
    public required bool IsLossy { get; init; }

    /// <summary>Whether it is found by nobody who looks the peer up.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>Feature bits both sides support; 0 while there is no session.</summary>
    public required ulong Features { get; init; }

    /// <summary>Number of the present socket; every new one gets a greater one.</summary>
    public required long Incarnation { get; init; }

    /// <summary>connect_seq of the session.</summary>
    public required ulong ConnectSeq { get; init; }

    /// <summary>global_seq of the present attempt to connect.</summary>
    public required ulong GlobalSeq { get; init; }

    /// <summary>The last global_seq taken from the peer.</summary>
    public required ulong PeerGlobalSeq { get; init; }

    /// <summary>Number of the last message received.</summary>
    public required ulong InSeq { get; init; }

    /// <summary>Number of the last message written.</summary>
    public required ulong OutSeq { get; init; }

    /// <summary>Messages that wait to be written; those that have been sent and not reached the session yet are not among them.</summary>
    public required int Queued { get; init; }

    /// <summary>Messages written and not acknowledged; 0 on a lossy session.</summary>
    public required int Unacknowledged { get; init; }

    /// <summary>All messages held for the peer, which <c>out-queue.max-messages</c> bounds.</summary>
    public required long HeldMessages { get; init; }

    /// <summary>Their payload bytes, which <c>out-queue.max-bytes</c> bounds.</summary>
    public required long HeldBytes { get; init; }

    /// <summary>
    /// How long a message that is held has been so, zero if there is none. One message is looked at at a time; the oldest is
    /// older by no more than the one before it took.
    /// </summary>
    public required TimeSpan HeldFor { get; init; }

    /// <summary>How long nothing has been read or written; null without a socket.</summary>
    public required TimeSpan? IdleFor { get; init; }

    /// <summary>Messages received, none counted twice.</summary>
    public required TrafficCount Received { get; init; }

    /// <summary>Messages written, those written again included.</summary>
    public required TrafficCount Sent { get; init; }

    /// <summary>Messages written again, because the peer did not have them.</summary>
    public required long Replayed { get; init; }

    /// <summary>Times the session was opened again, on another socket.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Why the last socket was lost; null if none ever was.</summary>
    public required string? LastFault { get; init; }

    /// <summary>When that was.</summary>
    public required DateTimeOffset? LastFaultAt { get; init; }

    /// <summary>When the peer last gave a sign of life of its own; null if it never did.</summary>
    public required DateTimeOffset? LastKeepalive { get; init; }

    /// <summary>The newest of our signs of life that the peer has answered; null if it never did.</summary>
    public required DateTimeOffset? LastKeepaliveAck { get; init; }
}

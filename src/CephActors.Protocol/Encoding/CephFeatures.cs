namespace CephActors;

/// <summary>
/// Feature bits that peers exchange when they connect; in effect is what both support. Some features share a bit with older, retired ones and
/// count only together with an incarnation bit, so test them with <see cref="HasFeature"/> and never bit by bit.
/// Ceph: <c>src/include/ceph_features.h</c>.
/// </summary>
public static class CephFeatures
{
    private const ulong Incarnation2 = 1UL << 57;
    private const ulong Incarnation3 = Incarnation2 | (1UL << 28);

    /// <summary>User ids in messages.</summary>
    public const ulong Uid = 1UL << 0;

    /// <summary>The 53-byte message header, without the sender's address.</summary>
    public const ulong NoSrcAddr = 1UL << 1;

    /// <summary>Release Nautilus: addresses of type any, address vectors in the monitor map.</summary>
    public const ulong ServerNautilus = (1UL << 2) | Incarnation3;

    /// <summary>Subscriptions in their second form.</summary>
    public const ulong Subscribe2 = 1UL << 4;

    /// <summary>Monitors have names in the monitor map.</summary>
    public const ulong MonNames = 1UL << 5;

    /// <summary>A reconnect exchanges sequence numbers (tag SEQ in place of READY).</summary>
    public const ulong ReconnectSeq = 1UL << 6;

    /// <summary>Placement group ids of 64 bits.</summary>
    public const ulong PgId64 = 1UL << 9;

    /// <summary>Object replies may carry several operations.</summary>
    public const ulong OsdReplyMux = 1UL << 12;

    /// <summary>OSD maps in versioned envelopes.</summary>
    public const ulong OsdEnc = 1UL << 13;

    /// <summary>Release Kraken: there is a manager to get tickets for.</summary>
    public const ulong ServerKraken = (1UL << 14) | Incarnation2;

    /// <summary>The monitor map in a versioned envelope.</summary>
    public const ulong MonEnc = 1UL << 15;

    /// <summary>Release Octopus.</summary>
    public const ulong ServerOctopus = (1UL << 16) | Incarnation3;

    /// <summary>Release Pacific.</summary>
    public const ulong ServerPacific = (1UL << 20) | Incarnation3;

    /// <summary>Release Luminous.</summary>
    public const ulong ServerLuminous = (1UL << 21) | Incarnation2;

    /// <summary>The 21-byte footer with room for a signature, and a random first sequence number after a reset.</summary>
    public const ulong MsgAuth = 1UL << 23;

    /// <summary>Release Mimic.</summary>
    public const ulong ServerMimic = (1UL << 28) | Incarnation2;

    /// <summary>Release Reef.</summary>
    public const ulong ServerReef = (1UL << 31) | Incarnation3;

    /// <summary>Release Quincy.</summary>
    public const ulong ServerQuincy = (1UL << 33) | Incarnation3;

    /// <summary>Keepalives carry a time stamp and are answered.</summary>
    public const ulong MsgrKeepalive2 = 1UL << 42;

    /// <summary>Release Jewel; also the incarnation bit of the features that say so.</summary>
    public const ulong ServerJewel = 1UL << 57;

    /// <summary>Monitors keep subscriptions with the session, so no acknowledgement and no renewal are needed.</summary>
    public const ulong MonStatefulSub = 1UL << 57;

    /// <summary>Addresses carry their protocol type, and there may be several.</summary>
    public const ulong MsgAddr2 = 1UL << 59;

    /// <summary>Authorizers are challenged, and signatures cover lengths and sequence numbers.</summary>
    public const ulong CephxV2 = 1UL << 61;

    /// <summary>Everything a Ceph 16 (Pacific) process announces.</summary>
    public const ulong All = 0x3f01cfbdfffdffff;

    /// <summary>Whether a set holds every bit of a feature.</summary>
    /// <param name="set">The set of bits, usually what was agreed with a peer.</param>
    /// <param name="mask">One of the constants here, or several of them combined.</param>
    public static bool HasFeature(ulong set, ulong mask) => (set & mask) == mask;
}

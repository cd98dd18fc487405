namespace CephActors;

/// <summary>
/// Usual message priorities; any value from 0 to 255 is allowed, higher goes first. From 64 on priorities are strict, below they share by weight.
/// Ceph: <c>src/include/msgr.h</c>, <c>CEPH_MSG_PRIO_*</c>.
/// </summary>
public static class MessagePriority
{
    /// <summary>Background work.</summary>
    public const int Low = 64;

    /// <summary>What a messenger fills in where a message says nothing.</summary>
    public const int Default = 127;

    /// <summary>Peering, maps, and everything a monitor sends.</summary>
    public const int High = 196;

    /// <summary>Ahead of everything else.</summary>
    public const int Highest = 255;
}

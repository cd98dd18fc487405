namespace CephActors.Messages;

/// <summary>One wish of an <see cref="MMonSubscribe"/>. Ceph: <c>src/include/ceph_fs.h</c>, <c>ceph_mon_subscribe_item</c>.</summary>
/// <param name="Start">The first epoch wanted; 0 for the current one.</param>
/// <param name="Flags">Bit 0: once only.</param>
public readonly record struct MonSubscription(ulong Start, byte Flags)
{
    /// <summary>The flag of a wish that is forgotten when fulfilled. Ceph: <c>CEPH_SUBSCRIBE_ONETIME</c>.</summary>
    public const byte OneTime = 1;

    /// <summary>Whether the wish is forgotten when fulfilled.</summary>
    public bool IsOneTime => (Flags & OneTime) != 0;

    /// <summary>Makes a wish.</summary>
    /// <param name="start">The first epoch wanted; 0 for the current one.</param>
    /// <param name="oneTime">Whether it is forgotten when fulfilled.</param>
    public static MonSubscription From(ulong start, bool oneTime = false) => new(start, oneTime ? OneTime : (byte)0);
}

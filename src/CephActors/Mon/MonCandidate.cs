using CephActors.Messages;

namespace CephActors.Mon;

/// <summary>A monitor that may be tried.</summary>
/// <param name="Name">Its name; null for one known by address alone.</param>
/// <param name="Addresses">Where it answers; the first is dialled.</param>
/// <param name="Priority">Those with the lowest value are tried first.</param>
/// <param name="Weight">Its weight in the choice among those of one priority.</param>
internal readonly record struct MonCandidate(string? Name, EntityAddressVector Addresses, ushort Priority = 0, ushort Weight = 0)
{
    private const int V2Port = 3300;
    private const int V1Port = 6789;

    /// <summary>All monitors of a map that the messenger can dial.</summary>
    public static IReadOnlyList<MonCandidate> From(MonMap map, CephMessenger messenger) =>
        [.. Dialable(map.Mons.Select(entry => new MonCandidate(entry.Key, entry.Value.PublicAddresses, entry.Value.Priority, entry.Value.Weight)), messenger)];

    /// <summary>
    /// The monitors behind what a user gave. A vector is one monitor; an address alone that names no protocol is told by the monitors' own ports, else both
    /// protocols are tried, each as a monitor of its own.
    /// Ceph: <c>MonMap::_add_ambiguous_addr</c>.
    /// </summary>
    public static IReadOnlyList<MonCandidate> From(IEnumerable<EntityAddressVector> monitors, CephMessenger messenger) =>
        [.. Dialable(monitors.SelectMany(Meant).Select(addresses => new MonCandidate(null, addresses)), messenger)];

    public override string ToString() => Name is null ? $"{Addresses}" : $"mon.{Name} at {Addresses}";

    private static IEnumerable<MonCandidate> Dialable(IEnumerable<MonCandidate> candidates, CephMessenger messenger)
    {
        var spoken = messenger.Services.Spoken;
        return candidates
            .Select(candidate => candidate with { Addresses = spoken.KeyOf(candidate.Addresses) })
            .Where(candidate => spoken.TargetOf(candidate.Addresses) is not null);
    }

    /// <summary>The vectors, with protocols and ports, that one without them stands for.</summary>
    internal static IEnumerable<EntityAddressVector> Meant(EntityAddressVector monitor) => monitor.Count == 1
        ? Meant(monitor[0]).Select(address => new EntityAddressVector(address))
        : [new EntityAddressVector([.. monitor.SelectMany(Meant)])];

    private static IEnumerable<EntityAddress> Meant(EntityAddress address) => address switch
    {
        { Type: EntityAddressType.Msgr2, Port: 0 } => [new EntityAddress(EntityAddressType.Msgr2, address.Address, V2Port, address.Nonce)],
        { Type: EntityAddressType.Legacy, Port: 0 } => [new EntityAddress(EntityAddressType.Legacy, address.Address, V1Port, address.Nonce)],
        { Type: EntityAddressType.Legacy or EntityAddressType.Msgr2 } => [address],
        { Port: 0 } =>
        [
            new EntityAddress(EntityAddressType.Msgr2, address.Address, V2Port, address.Nonce),
            new EntityAddress(EntityAddressType.Legacy, address.Address, V1Port, address.Nonce),
        ],
        { Port: V2Port } => [address.WithType(EntityAddressType.Msgr2)],
        { Port: V1Port } => [address.WithType(EntityAddressType.Legacy)],
        _ => [address.WithType(EntityAddressType.Msgr2), address.WithType(EntityAddressType.Legacy)],
    };
}

using CephActors.Messages;

namespace CephActors.Mon;

/// <summary>A monitor that may be tried.</summary>
/// <param name="Name">Its name; null for one known by address alone.</param>
/// <param name="Address">Where it answers over protocol v1.</param>
/// <param name="Priority">Those with the lowest value are tried first.</param>
/// <param name="Weight">Its weight in the choice among those of one priority.</param>
internal readonly record struct MonCandidate(string? Name, EntityAddress Address, ushort Priority = 0, ushort Weight = 0)
{
    /// <summary>All monitors of a map that can be reached over v1.</summary>
    public static IReadOnlyList<MonCandidate> From(MonMap map)
    {
        var candidates = new List<MonCandidate>();
        foreach (var (name, mon) in map.Mons)
        {
            if (mon.PublicAddresses.TryGetLegacy(out var address))
                candidates.Add(new MonCandidate(name, address, mon.Priority, mon.Weight));
        }

        return candidates;
    }

    public override string ToString() => Name is null ? $"{Address}" : $"mon.{Name} at {Address}";
}

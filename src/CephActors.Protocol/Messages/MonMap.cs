using System.Collections.ObjectModel;

namespace CephActors.Messages;

/// <summary>
/// The monitors of a cluster: who they are, where they answer and in which order they rank. Ceph: <c>src/mon/MonMap.h</c>, <c>MonMap</c>.
/// </summary>
public sealed partial record MonMap
{
    private readonly IReadOnlyList<string>? _ranks;

    /// <summary>The cluster's id.</summary>
    public Guid Fsid { get; init; }

    /// <summary>Version of the map; a greater one replaces a smaller one.</summary>
    public uint Epoch { get; init; }

    /// <summary>When this epoch was made.</summary>
    public UTime LastChanged { get; init; }

    /// <summary>When the cluster was made.</summary>
    public UTime Created { get; init; }

    /// <summary>
    /// Monitor features in force for good, one bit each: kraken 0, luminous 1, mimic 2, osdmap-prune 3, nautilus 4, octopus 5, pacific 6,
    /// elector-pinging 7.
    /// </summary>
    public ulong PersistentFeatures { get; init; }

    /// <summary>Monitor features that were switched on by hand.</summary>
    public ulong OptionalFeatures { get; init; }

    /// <summary>The monitors by name.</summary>
    public IReadOnlyDictionary<string, MonInfo> Mons { get; init; } = ReadOnlyDictionary<string, MonInfo>.Empty;

    /// <summary>
    /// Names in order of rank: the monitor at position n is <c>mon.n</c>. Where a map does not say, or nothing was set,
    /// monitors rank by their v1 (else first) address, then by name. Ceph: <c>MonMap::calc_legacy_ranks</c>.
    /// </summary>
    public IReadOnlyList<string> Ranks
    {
        get => _ranks ?? RankByAddress();
        init => _ranks = value;
    }

    /// <summary>The release number that every monitor has at least (14 nautilus, 15 octopus, 16 pacific); 0 if unknown.</summary>
    public byte MinMonRelease { get; init; }

    /// <summary>Ranks of monitors that were taken out of the map (Pacific).</summary>
    public IReadOnlyList<uint> RemovedRanks { get; init; } = [];

    /// <summary>How monitors elect a leader: 1 classic, 2 disallow, 3 connectivity (Pacific).</summary>
    public byte ElectionStrategy { get; init; } = 1;

    /// <summary>Monitors that must not become leader (Pacific).</summary>
    public IReadOnlyList<string> DisallowedLeaders { get; init; } = [];

    /// <summary>Whether the cluster is stretched over two sites (Pacific).</summary>
    public bool StretchModeEnabled { get; init; }

    /// <summary>The monitor at the third site of a stretched cluster; empty otherwise (Pacific).</summary>
    public string TiebreakerMon { get; init; } = "";

    /// <summary>Monitors of a stretched cluster that are marked down (Pacific).</summary>
    public IReadOnlyList<string> StretchMarkedDownMons { get; init; } = [];

    private string[] RankByAddress()
    {
        var mons = Mons.ToArray();
        Array.Sort(mons, static (left, right) =>
        {
            int order = RankingAddress(left.Value).CompareTo(RankingAddress(right.Value));
            return order != 0 ? order : Utf8Order.Instance.Compare(left.Key, right.Key);
        });
        return Array.ConvertAll(mons, static mon => mon.Key);
    }

    private static EntityAddress RankingAddress(MonInfo mon) =>
        mon.PublicAddresses.TryGetLegacy(out var legacy) ? legacy
        : mon.PublicAddresses.Count > 0 ? mon.PublicAddresses[0]
        : default;
}

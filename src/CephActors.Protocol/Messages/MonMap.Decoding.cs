using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CephActors.Encoding;

namespace CephActors.Messages;

// Ceph: src/mon/MonMap.cc, MonMap::decode.
public sealed partial record MonMap
{
    private const byte KnownVersion = 9;
    private const int MinStringSize = 4;
    private const int MinAddressSize = 1 + 6 + 12;

    /// <summary>Decodes a map in any of its forms; never throws for what a peer sent.</summary>
    /// <param name="bytes">The encoded map; bytes behind it are ignored.</param>
    /// <param name="map">The map, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out MonMap? map, [NotNullWhen(false)] out string? error)
    {
        var reader = new WireReader(bytes);
        // The first two forms start with their number in two bytes; in an envelope the second byte, the compat version, is never 0.
        bool old = bytes is [1 or 2, 0, ..];
        var result = old ? ReadOldForm(ref reader) : ReadEnvelope(ref reader);
        map = reader.Failed ? null : result;
        error = reader.Failed ? $"monmap: {reader.Error}" : null;
        return map is not null;
    }

    private static MonMap ReadOldForm(ref WireReader reader)
    {
        ushort version = reader.ReadU16("version");
        var fsid = reader.ReadUuid("fsid");
        uint epoch = reader.ReadU32("epoch");
        var mons = version == 1 ? ReadInstances(ref reader) : ReadAddressesByName(ref reader);
        return new MonMap
        {
            Fsid = fsid,
            Epoch = epoch,
            Mons = mons,
            LastChanged = reader.ReadUTime("last changed"),
            Created = reader.ReadUTime("created"),
        };
    }

    private static MonMap ReadEnvelope(ref WireReader reader)
    {
        var envelope = reader.BeginEnvelope(KnownVersion, "envelope");
        byte version = envelope.Version;
        if (version < 3)
            reader.Fail("envelope", $"version {version} is none of a monitor map's");
        var fsid = reader.ReadUuid("fsid");
        uint epoch = reader.ReadU32("epoch");
        var mons = version < 6 ? ReadAddressesByName(ref reader) : null;
        var lastChanged = reader.ReadUTime("last changed");
        var created = reader.ReadUTime("created");
        ulong persistent = version >= 4 ? ReadFeatures(ref reader, "persistent features") : 0;
        ulong optional = version >= 4 ? ReadFeatures(ref reader, "optional features") : 0;
        if (version >= 5)
            mons = ReadMons(ref reader);
        var map = new MonMap
        {
            Fsid = fsid,
            Epoch = epoch,
            LastChanged = lastChanged,
            Created = created,
            PersistentFeatures = persistent,
            OptionalFeatures = optional,
            Mons = mons ?? [],
            MinMonRelease = ReleaseOf(persistent),
        };
        if (version >= 6)
            map = map with { Ranks = WireCollections.ReadStrings(ref reader, "ranks") };
        if (version >= 7)
            map = map with { MinMonRelease = reader.ReadU8("min mon release") };
        if (version >= 8)
        {
            map = map with
            {
                RemovedRanks = ReadRanks(ref reader),
                ElectionStrategy = reader.ReadU8("election strategy"),
                DisallowedLeaders = WireCollections.ReadStrings(ref reader, "disallowed leaders"),
            };
        }
        if (version >= 9)
        {
            map = map with
            {
                StretchModeEnabled = reader.ReadBool("stretch mode"),
                TiebreakerMon = reader.ReadString("tiebreaker mon"),
                StretchMarkedDownMons = WireCollections.ReadStrings(ref reader, "marked down mons"),
            };
        }
        reader.EndEnvelope(envelope);
        return map;
    }

    private static SortedDictionary<string, MonInfo> ReadMons(ref WireReader reader)
    {
        var mons = new SortedDictionary<string, MonInfo>(Utf8Order.Instance);
        int count = reader.ReadCount(MinStringSize + MonInfo.MinSize, "mons");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string name = reader.ReadString("mon");
            mons[name] = MonInfo.Read(ref reader);
        }
        return mons;
    }

    private static SortedDictionary<string, MonInfo> ReadAddressesByName(ref WireReader reader)
    {
        var mons = new SortedDictionary<string, MonInfo>(Utf8Order.Instance);
        int count = reader.ReadCount(MinStringSize + MinAddressSize, "mon addresses");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string name = reader.ReadString("mon");
            mons[name] = new MonInfo(name, new EntityAddressVector(reader.ReadEntityAddress("mon address")));
        }
        return mons;
    }

    /// <summary>The oldest form has no names; monitors are called by their position.</summary>
    private static SortedDictionary<string, MonInfo> ReadInstances(ref WireReader reader)
    {
        var mons = new SortedDictionary<string, MonInfo>(Utf8Order.Instance);
        int count = reader.ReadCount(EntityName.WireSize + MinAddressSize, "mons");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            reader.ReadEntityName("mon");
            string name = i.ToString(CultureInfo.InvariantCulture);
            mons[name] = new MonInfo(name, new EntityAddressVector(reader.ReadEntityAddress("mon address")));
        }
        return mons;
    }

    private static uint[] ReadRanks(ref WireReader reader)
    {
        uint[] ranks = new uint[reader.ReadCount(sizeof(uint), "removed ranks")];
        for (int i = 0; i < ranks.Length; i++)
            ranks[i] = reader.ReadU32("removed ranks");
        return ranks;
    }

    private static ulong ReadFeatures(ref WireReader reader, string field)
    {
        var envelope = reader.BeginEnvelope(1, field);
        ulong features = reader.ReadU64(field);
        reader.EndEnvelope(envelope);
        return features;
    }

    /// <summary>What older maps leave to be concluded. Ceph: <c>src/mon/mon_types.h</c>, <c>infer_ceph_release_from_mon_features</c>.</summary>
    private static byte ReleaseOf(ulong features) =>
        (features & (1 << 6)) != 0 ? (byte)16
        : (features & (1 << 5)) != 0 ? (byte)15
        : (features & (1 << 4)) != 0 ? (byte)14
        : (features & (1 << 2)) != 0 ? (byte)13
        : (features & (1 << 1)) != 0 ? (byte)12
        : (features & 1) != 0 ? (byte)11
        : (byte)0;
}

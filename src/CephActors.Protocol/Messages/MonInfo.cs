using System.Collections.ObjectModel;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>One monitor of a <see cref="MonMap"/>. Ceph: <c>src/mon/MonMap.h</c>, <c>mon_info_t</c>.</summary>
/// <param name="Name">Its name, without <c>mon.</c> in front.</param>
/// <param name="PublicAddresses">Where clients reach it.</param>
public sealed record MonInfo(string Name, EntityAddressVector PublicAddresses)
{
    /// <summary>The newest envelope this decoder knows all fields of.</summary>
    internal const byte KnownVersion = 5;

    /// <summary>Envelope, name and a marker: the least a monitor takes.</summary>
    internal const int MinSize = 6 + 4 + 1;

    /// <summary>Clients try monitors with the lowest value first.</summary>
    public ushort Priority { get; init; }

    /// <summary>Weight in the random choice among monitors of one priority; 0 where it is not used.</summary>
    public ushort Weight { get; init; }

    /// <summary>Where it stands, by kind of place, as in the CRUSH map.</summary>
    public IReadOnlyDictionary<string, string> CrushLocation { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    internal static MonInfo Read(ref WireReader reader)
    {
        var envelope = reader.BeginEnvelope(KnownVersion, "mon info");
        string name = reader.ReadString("mon name");
        // Below version 3 it is a single address, which the same reading takes.
        var addresses = reader.ReadEntityAddressVector("mon addresses");
        ushort priority = envelope.Version >= 2 ? reader.ReadU16("mon priority") : default;
        ushort weight = envelope.Version >= 4 ? reader.ReadU16("mon weight") : default;
        var location = envelope.Version >= 5
            ? (IReadOnlyDictionary<string, string>)WireCollections.ReadStringMap(ref reader, "crush location")
            : ReadOnlyDictionary<string, string>.Empty;
        reader.EndEnvelope(envelope);
        return new MonInfo(name, addresses) { Priority = priority, Weight = weight, CrushLocation = location };
    }

    internal void Write(WireWriter writer, ulong features)
    {
        byte version = CephFeatures.HasFeature(features, CephFeatures.ServerPacific) ? (byte)5
            : CephFeatures.HasFeature(features, CephFeatures.ServerNautilus) ? (byte)4
            : (byte)2;
        int mark = writer.BeginEnvelope(version, 1);
        writer.WriteString(Name);
        if (version < 3)
            writer.WriteEntityAddress(LegacyAddress, features);
        else
            writer.WriteEntityAddressVector(PublicAddresses, features);
        writer.WriteU16(Priority);
        writer.WriteU16(Weight);
        // Pacific writes the location behind its version 2 as well, where old readers skip it; Octopus, whose version 4 is, has none.
        if (version != 4)
            WireCollections.WriteStringMap(writer, CrushLocation);
        writer.EndEnvelope(mark);
    }

    /// <summary>Its v1 address, or another one dressed up as such, so that old receivers get a map they accept. Ceph: <c>mon_info_t::encode</c>.</summary>
    internal EntityAddress LegacyAddress =>
        PublicAddresses.TryGetLegacy(out var legacy) ? legacy
        : PublicAddresses.Count > 0 ? PublicAddresses[0].WithType(EntityAddressType.Legacy)
        : default;
}

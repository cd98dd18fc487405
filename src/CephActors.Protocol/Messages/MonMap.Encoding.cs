using CephActors.Encoding;

namespace CephActors.Messages;

// Ceph: src/mon/MonMap.cc, MonMap::encode.
public sealed partial record MonMap
{
    /// <summary>Encodes the map in the form that a receiver with these features reads.</summary>
    /// <param name="features">
    /// Features agreed with the receiver. Pacific gets envelope 9, Nautilus and Octopus 7, what has MONENC 5; the two forms before that carry
    /// one v1 address for each monitor.
    /// </param>
    public byte[] Encode(ulong features = CephFeatures.All)
    {
        var writer = new WireWriter();
        Write(writer, features);
        return writer.ToArray();
    }

    internal void Write(WireWriter writer, ulong features)
    {
        if (!CephFeatures.HasFeature(features, CephFeatures.MonEnc))
            WriteOldForm(writer, features);
        else if (!CephFeatures.HasFeature(features, CephFeatures.ServerNautilus))
            WriteEnvelope(writer, features, 5, 3);
        else
            WriteEnvelope(writer, features, CephFeatures.HasFeature(features, CephFeatures.ServerPacific) ? (byte)9 : (byte)7, 6);
    }

    private void WriteOldForm(WireWriter writer, ulong features)
    {
        bool named = CephFeatures.HasFeature(features, CephFeatures.MonNames);
        writer.WriteU16(named ? (ushort)2 : (ushort)1);
        writer.WriteUuid(Fsid);
        writer.WriteU32(Epoch);
        if (named)
            WriteAddressesByName(writer, features);
        else
            WriteInstancesByRank(writer, features);
        writer.WriteUTime(LastChanged);
        writer.WriteUTime(Created);
    }

    private void WriteEnvelope(WireWriter writer, ulong features, byte version, byte compat)
    {
        int mark = writer.BeginEnvelope(version, compat);
        writer.WriteUuid(Fsid);
        writer.WriteU32(Epoch);
        if (version < 6)
            WriteAddressesByName(writer, features);
        writer.WriteUTime(LastChanged);
        writer.WriteUTime(Created);
        WriteFeatures(writer, PersistentFeatures);
        WriteFeatures(writer, OptionalFeatures);
        writer.WriteU32((uint)Mons.Count);
        foreach (string name in Mons.Keys.Order(Utf8Order.Instance))
        {
            writer.WriteString(name);
            Mons[name].Write(writer, features);
        }
        if (version >= 6)
            WireCollections.WriteStrings(writer, Ranks);
        if (version >= 7)
            writer.WriteU8(MinMonRelease);
        if (version >= 9)
            WritePacificFields(writer);
        writer.EndEnvelope(mark);
    }

    private void WritePacificFields(WireWriter writer)
    {
        writer.WriteU32((uint)RemovedRanks.Count);
        foreach (uint rank in RemovedRanks.Order())
            writer.WriteU32(rank);
        writer.WriteU8(ElectionStrategy);
        WireCollections.WriteStrings(writer, [.. DisallowedLeaders.Order(Utf8Order.Instance)]);
        writer.WriteBool(StretchModeEnabled);
        writer.WriteString(TiebreakerMon);
        WireCollections.WriteStrings(writer, [.. StretchMarkedDownMons.Order(Utf8Order.Instance)]);
    }

    private void WriteAddressesByName(WireWriter writer, ulong features)
    {
        writer.WriteU32((uint)Mons.Count);
        foreach (string name in Mons.Keys.Order(Utf8Order.Instance))
        {
            writer.WriteString(name);
            writer.WriteEntityAddress(Mons[name].LegacyAddress, features);
        }
    }

    private void WriteInstancesByRank(WireWriter writer, ulong features)
    {
        var ranks = Ranks;
        writer.WriteU32((uint)ranks.Count);
        for (int rank = 0; rank < ranks.Count; rank++)
        {
            writer.WriteEntityName(EntityName.Mon(rank));
            writer.WriteEntityAddress(Mons.TryGetValue(ranks[rank], out var mon) ? mon.LegacyAddress : default, features);
        }
    }

    private static void WriteFeatures(WireWriter writer, ulong features)
    {
        int mark = writer.BeginEnvelope(1, 1);
        writer.WriteU64(features);
        writer.EndEnvelope(mark);
    }
}

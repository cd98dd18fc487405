using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>One entry of the cluster log. Ceph: <c>src/common/LogEntry.h</c>, <c>LogEntry</c>.</summary>
/// <param name="Name">The name its author authenticated with.</param>
/// <param name="Rank">Its author's type and number.</param>
/// <param name="Addresses">Where its author answers.</param>
/// <param name="Stamp">When it was written.</param>
/// <param name="Seq">Its author's count of entries.</param>
/// <param name="Priority">Its weight; may be a value that has no name here.</param>
/// <param name="Text">What it says.</param>
/// <param name="Channel">The log it belongs to, usually <c>cluster</c> or <c>audit</c>.</param>
public sealed record LogEntry(
    AuthEntityName Name,
    EntityName Rank,
    EntityAddressVector Addresses,
    UTime Stamp,
    ulong Seq,
    LogPriority Priority,
    string Text,
    string Channel = LogEntry.DefaultChannel)
{
    /// <summary>The channel of an entry that does not say.</summary>
    public const string DefaultChannel = "cluster";

    private const byte KnownVersion = 5;

    /// <summary>Envelope, rank, address marker, stamp, seq, priority and text: less than any entry takes.</summary>
    internal const int MinSize = 6 + EntityName.WireSize + 1 + UTime.WireSize + 8 + 2 + 4;

    internal static LogEntry Read(ref WireReader reader)
    {
        var envelope = reader.BeginEnvelope(KnownVersion, "entry");
        byte version = envelope.Version;
        if (version < 2)
            reader.Fail("entry", $"version {version} is older than this decoder knows");
        var name = version >= 5 ? reader.ReadAuthEntityName("name") : default;
        var rank = reader.ReadEntityName("rank");
        // Before version 5 it is a single address, which the same reading takes.
        var addresses = reader.ReadEntityAddressVector("addresses");
        var stamp = reader.ReadUTime("stamp");
        ulong seq = reader.ReadU64("seq");
        var priority = (LogPriority)reader.ReadU16("priority");
        string text = reader.ReadString("text");
        string channel = version >= 3 ? reader.ReadString("channel") : DefaultChannel;
        if (version == 4)
            name = reader.ReadAuthEntityName("name");
        reader.EndEnvelope(envelope);
        return new LogEntry(name, rank, addresses, stamp, seq, priority, text, channel);
    }

    internal void Write(WireWriter writer, ulong features)
    {
        bool old = !CephFeatures.HasFeature(features, CephFeatures.ServerNautilus);
        int mark = old ? writer.BeginEnvelope(4, 2) : writer.BeginEnvelope(5, 5);
        if (!old)
            writer.WriteAuthEntityName(Name);
        writer.WriteEntityName(Rank);
        if (old)
            writer.WriteEntityAddress(LegacyOrFirst(), features);
        else
            writer.WriteEntityAddressVector(Addresses, features);
        writer.WriteUTime(Stamp);
        writer.WriteU64(Seq);
        writer.WriteU16((ushort)Priority);
        writer.WriteString(Text);
        writer.WriteString(Channel);
        if (old)
            writer.WriteAuthEntityName(Name);
        writer.EndEnvelope(mark);
    }

    private EntityAddress LegacyOrFirst() =>
        Addresses.TryGetLegacy(out var legacy) ? legacy
        : Addresses.Count > 0 ? Addresses[0]
        : default;
}

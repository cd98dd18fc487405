using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// Entries of the cluster log, to a monitor or to subscribers of it. Front: prefix (18), fsid (16), entries (list).
/// Ceph: <c>src/messages/MLog.h</c>.
/// </summary>
/// <param name="Fsid">The cluster's id.</param>
/// <param name="Entries">Oldest first.</param>
public sealed record MLog(Guid Fsid, IReadOnlyList<LogEntry> Entries) : IMessageBody<MLog>
{
    /// <summary>The monitor service prefix.</summary>
    public PaxosPrefix Prefix { get; init; } = PaxosPrefix.None;

    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id.</param>
    /// <param name="features">Features agreed with the receiver; they decide the form of the entries.</param>
    public CephMessage ToMessage(ulong tid = 0, ulong features = CephFeatures.All)
    {
        var writer = new WireWriter();
        Prefix.Write(writer);
        writer.WriteUuid(Fsid);
        writer.WriteU32((uint)Entries.Count);
        foreach (var entry in Entries)
            entry.Write(writer, features);
        return new CephMessage(MessageType.Log, writer.ToArray()) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MLog? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.Log, 1, out var reader, out error))
            return false;
        var prefix = PaxosPrefix.Read(ref reader);
        var fsid = reader.ReadUuid("fsid");
        var entries = new LogEntry[reader.ReadCount(LogEntry.MinSize, "entries")];
        for (int i = 0; i < entries.Length && !reader.Failed; i++)
            entries[i] = LogEntry.Read(ref reader);
        return MessageBody.TryFinish(reader, message, new MLog(fsid, entries) { Prefix = prefix }, out body, out error);
    }
}

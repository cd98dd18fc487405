using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// Answers <see cref="MLog"/>. Front: fsid (16), last (8), channel (string, missing from old senders). Ceph: <c>src/messages/MLogAck.h</c>.
/// </summary>
/// <param name="Fsid">The cluster's id.</param>
/// <param name="Last">The highest <see cref="LogEntry.Seq"/> that is stored.</param>
/// <param name="Channel">The log it belongs to.</param>
public sealed record MLogAck(Guid Fsid, ulong Last, string Channel = LogEntry.DefaultChannel) : IMessageBody<MLogAck>
{
    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        writer.WriteUuid(Fsid);
        writer.WriteU64(Last);
        writer.WriteString(Channel);
        return new CephMessage(MessageType.LogAck, writer.ToArray()) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MLogAck? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.LogAck, 1, out var reader, out error))
            return false;
        var result = new MLogAck(
            reader.ReadUuid("fsid"),
            reader.ReadU64("last"),
            reader.Remaining > 0 ? reader.ReadString("channel") : LogEntry.DefaultChannel);
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// Answers <see cref="MMonSubscribe"/> for clients without MON_STATEFUL_SUB, which must renew at half of the interval.
/// Front: interval (4), fsid (16). Ceph: <c>src/messages/MMonSubscribeAck.h</c>.
/// </summary>
/// <param name="IntervalSeconds">How long the subscription holds, in seconds.</param>
/// <param name="Fsid">The cluster's id.</param>
public sealed record MMonSubscribeAck(uint IntervalSeconds, Guid Fsid) : IMessageBody<MMonSubscribeAck>
{
    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        writer.WriteU32(IntervalSeconds);
        writer.WriteUuid(Fsid);
        return new CephMessage(MessageType.MonSubscribeAck, writer.ToArray()) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MMonSubscribeAck? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.MonSubscribeAck, 1, out var reader, out error))
            return false;
        var result = new MMonSubscribeAck(reader.ReadU32("interval"), reader.ReadUuid("fsid"));
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

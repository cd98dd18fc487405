using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// Asks a monitor for the newest version of a map. An unknown name gets no answer at all. Front: handle (8), what (string).
/// Ceph: <c>src/messages/MMonGetVersion.h</c>.
/// </summary>
/// <param name="Handle">Chosen by the sender, repeated in the answer.</param>
/// <param name="What"><c>osdmap</c>, <c>mdsmap</c>, <c>fsmap</c> or <c>monmap</c>.</param>
public sealed record MMonGetVersion(ulong Handle, string What) : IMessageBody<MMonGetVersion>
{
    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        writer.WriteU64(Handle);
        writer.WriteString(What);
        return new CephMessage(MessageType.MonGetVersion, writer.ToArray()) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MMonGetVersion? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.MonGetVersion, 1, out var reader, out error))
            return false;
        var result = new MMonGetVersion(reader.ReadU64("handle"), reader.ReadString("what"));
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

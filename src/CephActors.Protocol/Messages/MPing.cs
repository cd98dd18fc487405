using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// The smallest message. A monitor answers it, even before authentication, with its health and status as a JSON text; others need not answer.
/// Front: empty in a request, a string in a monitor's answer. Ceph: <c>src/messages/MPing.h</c>; <c>src/mon/Monitor.cc</c>, <c>handle_ping</c>.
/// </summary>
/// <param name="Text">The text of an answer; null for an empty front.</param>
public sealed record MPing(string? Text = null) : IMessageBody<MPing>
{
    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        byte[] front = [];
        if (Text is not null)
        {
            var writer = new WireWriter();
            writer.WriteString(Text);
            front = writer.ToArray();
        }
        return new CephMessage(MessageType.Ping, front) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MPing? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.Ping, 1, out var reader, out error))
            return false;
        var result = new MPing(reader.Remaining == 0 ? null : reader.ReadString("text"));
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

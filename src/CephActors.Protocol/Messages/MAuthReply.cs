using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// A monitor's step in authenticating a client over protocol v1. Front: protocol (4), result (4), global id (8), payload (blob), text (string).
/// Ceph: <c>src/messages/MAuthReply.h</c>.
/// </summary>
/// <param name="Protocol">The method chosen: 1 none, 2 cephx.</param>
/// <param name="Result">0, or a negative Linux errno: −95 method refused, −13 wrong key.</param>
/// <param name="GlobalId">The id given to the client; 0 says nothing.</param>
/// <param name="Payload">What the method says; after decoding a piece of the message's memory.</param>
/// <param name="Text">For the log.</param>
public sealed record MAuthReply(uint Protocol, int Result, ulong GlobalId, ReadOnlyMemory<byte> Payload = default, string Text = "") : IMessageBody<MAuthReply>
{
    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        writer.WriteU32(Protocol);
        writer.WriteS32(Result);
        writer.WriteU64(GlobalId);
        writer.WriteBlob(Payload.Span);
        writer.WriteString(Text);
        return new CephMessage(MessageType.AuthReply, writer.ToArray()) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MAuthReply? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.AuthReply, 1, out var reader, out error))
            return false;
        var result = new MAuthReply(
            reader.ReadU32("protocol"),
            reader.ReadS32("result"),
            reader.ReadU64("global id"),
            MessageBody.ReadBlob(ref reader, message, "payload"),
            reader.ReadString("text"));
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

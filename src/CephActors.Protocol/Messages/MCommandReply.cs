using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// Answers <see cref="MCommand"/>. Front: result (4), status (string); data: the command's output. Ceph: <c>src/messages/MCommandReply.h</c>.
/// </summary>
/// <param name="Result">0, or a negative Linux errno.</param>
/// <param name="Status">Text for people.</param>
public sealed record MCommandReply(int Result, string Status) : IMessageBody<MCommandReply>
{
    /// <summary>The command's output.</summary>
    public ReadOnlySequence<byte> Data { get; init; }

    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">The command's transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        writer.WriteS32(Result);
        writer.WriteString(Status);
        return new CephMessage(MessageType.CommandReply, writer.ToArray(), data: Data) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MCommandReply? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.CommandReply, 1, out var reader, out error))
            return false;
        var result = new MCommandReply(reader.ReadS32("result"), reader.ReadString("status")) { Data = message.Data };
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// Answers <see cref="MMonCommand"/>. Front: prefix (18), result (4), status (string), command (list of strings); data: the command's output.
/// Ceph: <c>src/messages/MMonCommandAck.h</c>.
/// </summary>
/// <param name="Result">0, or a negative Linux errno: −1 not allowed, −22 unknown command or bad arguments.</param>
/// <param name="Status">Text for people.</param>
/// <param name="Command">The command repeated.</param>
public sealed record MMonCommandAck(int Result, string Status, IReadOnlyList<string> Command) : IMessageBody<MMonCommandAck>
{
    /// <summary>The monitor service prefix; its version is the one that holds the change.</summary>
    public PaxosPrefix Prefix { get; init; } = PaxosPrefix.None;

    /// <summary>The command's output.</summary>
    public ReadOnlySequence<byte> Data { get; init; }

    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">The command's transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        Prefix.Write(writer);
        writer.WriteS32(Result);
        writer.WriteString(Status);
        WireCollections.WriteStrings(writer, Command);
        return new CephMessage(MessageType.MonCommandAck, writer.ToArray(), data: Data) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MMonCommandAck? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.MonCommandAck, 1, out var reader, out error))
            return false;
        var prefix = PaxosPrefix.Read(ref reader);
        int code = reader.ReadS32("result");
        string status = reader.ReadString("status");
        var command = WireCollections.ReadStrings(ref reader, "command");
        var result = new MMonCommandAck(code, status, command) { Prefix = prefix, Data = message.Data };
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// A command for one daemon ("tell"). Front: fsid (16), command (list of strings); data: the command's input.
/// Ceph: <c>src/messages/MCommand.h</c>.
/// </summary>
/// <param name="Fsid">The cluster's id; a wrong one is refused with −13 (EACCES).</param>
/// <param name="Command">One element: a JSON object with <c>prefix</c> and the arguments.</param>
public sealed record MCommand(Guid Fsid, IReadOnlyList<string> Command) : IMessageBody<MCommand>
{
    /// <summary>The command's input.</summary>
    public ReadOnlySequence<byte> Data { get; init; }

    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id, which the answer repeats.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        writer.WriteUuid(Fsid);
        WireCollections.WriteStrings(writer, Command);
        return new CephMessage(MessageType.Command, writer.ToArray(), data: Data) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MCommand? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.Command, 1, out var reader, out error))
            return false;
        var result = new MCommand(reader.ReadUuid("fsid"), WireCollections.ReadStrings(ref reader, "command")) { Data = message.Data };
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

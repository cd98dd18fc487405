using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// A command for the monitors. Front: prefix (18), fsid (16), command (list of strings); data: the command's input. A client sends pending commands again
/// to another monitor, so they run at least once. Ceph: <c>src/messages/MMonCommand.h</c>.
/// </summary>
/// <param name="Fsid">The cluster's id; a wrong one is refused with −1 (EPERM).</param>
/// <param name="Command">One element: a JSON object with <c>prefix</c> and the arguments.</param>
public sealed record MMonCommand(Guid Fsid, IReadOnlyList<string> Command) : IMessageBody<MMonCommand>
{
    /// <summary>The monitor service prefix.</summary>
    public PaxosPrefix Prefix { get; init; } = PaxosPrefix.None;

    /// <summary>The command's input.</summary>
    public ReadOnlySequence<byte> Data { get; init; }

    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id, which the answer repeats; not 0.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        Prefix.Write(writer);
        writer.WriteUuid(Fsid);
        WireCollections.WriteStrings(writer, Command);
        return new CephMessage(MessageType.MonCommand, writer.ToArray(), data: Data) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MMonCommand? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.MonCommand, 1, out var reader, out error))
            return false;
        var prefix = PaxosPrefix.Read(ref reader);
        var fsid = reader.ReadUuid("fsid");
        var command = WireCollections.ReadStrings(ref reader, "command");
        var result = new MMonCommand(fsid, command) { Prefix = prefix, Data = message.Data };
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

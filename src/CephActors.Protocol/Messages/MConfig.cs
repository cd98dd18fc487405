using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// The whole central configuration that applies to the receiver: an option missing from it is back at its default. Sent to subscribers of <c>config</c>,
/// and real clients wait for it when they start. Front: map of option to value. Ceph: <c>src/messages/MConfig.h</c>.
/// </summary>
/// <param name="Options">Values by option name; may be empty.</param>
public sealed record MConfig(IReadOnlyDictionary<string, string> Options) : IMessageBody<MConfig>
{
    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        WireCollections.WriteStringMap(writer, Options);
        return new CephMessage(MessageType.Config, writer.ToArray()) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MConfig? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.Config, 1, out var reader, out error))
            return false;
        var result = new MConfig(WireCollections.ReadStringMap(ref reader, "options"));
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

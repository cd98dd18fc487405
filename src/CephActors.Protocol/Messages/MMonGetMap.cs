using System.Diagnostics.CodeAnalysis;

namespace CephActors.Messages;

/// <summary>Asks a monitor for the <see cref="MMonMap"/>. Front: empty. Ceph: <c>src/messages/MMonGetMap.h</c>.</summary>
public sealed record MMonGetMap : IMessageBody<MMonGetMap>
{
    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0) => new(MessageType.MonGetMap) { Tid = tid, Version = 1, CompatVersion = 1 };

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MMonGetMap? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        return MessageBody.TryOpen(message, MessageType.MonGetMap, 1, out var reader, out error)
            && MessageBody.TryFinish(reader, message, new MMonGetMap(), out body, out error);
    }
}

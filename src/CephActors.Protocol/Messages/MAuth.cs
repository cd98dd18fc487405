using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// A client's step in authenticating with a monitor over protocol v1. Front: prefix (18), protocol (4), payload (blob), monmap epoch (4, may be missing).
/// Ceph: <c>src/messages/MAuth.h</c>.
/// </summary>
/// <param name="Protocol">0 in the first message, which lists methods; then the method chosen: 1 none, 2 cephx.</param>
/// <param name="Payload">What the method says; after decoding a piece of the message's memory.</param>
/// <param name="MonmapEpoch">Epoch of the monitor map the client has; 0 for none.</param>
public sealed record MAuth(uint Protocol, ReadOnlyMemory<byte> Payload, uint MonmapEpoch = 0) : IMessageBody<MAuth>
{
    /// <summary>The monitor service prefix.</summary>
    public PaxosPrefix Prefix { get; init; } = PaxosPrefix.None;

    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        Prefix.Write(writer);
        writer.WriteU32(Protocol);
        writer.WriteBlob(Payload.Span);
        writer.WriteU32(MonmapEpoch);
        return new CephMessage(MessageType.Auth, writer.ToArray()) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MAuth? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.Auth, 1, out var reader, out error))
            return false;
        var prefix = PaxosPrefix.Read(ref reader);
        uint protocol = reader.ReadU32("protocol");
        var payload = MessageBody.ReadBlob(ref reader, message, "payload");
        uint epoch = reader.Remaining > 0 ? reader.ReadU32("monmap epoch") : 0;
        return MessageBody.TryFinish(reader, message, new MAuth(protocol, payload, epoch) { Prefix = prefix }, out body, out error);
    }
}

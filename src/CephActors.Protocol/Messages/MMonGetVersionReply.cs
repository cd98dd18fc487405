using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// Answers <see cref="MMonGetVersion"/>. Front: handle (8), version (8), oldest version (8, from message version 2).
/// Ceph: <c>src/messages/MMonGetVersionReply.h</c>.
/// </summary>
/// <param name="Handle">The handle of the request.</param>
/// <param name="Version">The newest version.</param>
/// <param name="OldestVersion">The oldest version monitors still keep; 0 if the sender did not say.</param>
public sealed record MMonGetVersionReply(ulong Handle, ulong Version, ulong OldestVersion) : IMessageBody<MMonGetVersionReply>
{
    private const ushort KnownVersion = 2;

    /// <summary>Encodes the message, version 2.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter();
        writer.WriteU64(Handle);
        writer.WriteU64(Version);
        writer.WriteU64(OldestVersion);
        return new CephMessage(MessageType.MonGetVersionReply, writer.ToArray())
        {
            Tid = tid,
            Version = KnownVersion,
            CompatVersion = KnownVersion,
        };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(
        CephMessage message, [NotNullWhen(true)] out MMonGetVersionReply? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.MonGetVersionReply, KnownVersion, out var reader, out error))
            return false;
        var result = new MMonGetVersionReply(
            reader.ReadU64("handle"), reader.ReadU64("version"), message.Version >= 2 ? reader.ReadU64("oldest version") : 0);
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}

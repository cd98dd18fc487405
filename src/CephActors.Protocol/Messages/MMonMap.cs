using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// The monitor map, sent when asked for, to subscribers, and unasked behind the end of an authentication over protocol v1.
/// Front: a blob that holds the map. Ceph: <c>src/messages/MMonMap.h</c>.
/// </summary>
/// <param name="Map">The map.</param>
public sealed record MMonMap(MonMap Map) : IMessageBody<MMonMap>
{
    /// <summary>Encodes the message, version 1.</summary>
    /// <param name="tid">Transaction id.</param>
    /// <param name="features">Features agreed with the receiver; they decide the form of the map.</param>
    public CephMessage ToMessage(ulong tid = 0, ulong features = CephFeatures.All)
    {
        var writer = new WireWriter();
        int mark = writer.BeginBlob();
        Map.Write(writer, features);
        writer.EndBlob(mark);
        return new CephMessage(MessageType.MonMap, writer.ToArray()) { Tid = tid, Version = 1, CompatVersion = 1 };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MMonMap? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.MonMap, 1, out var reader, out error))
            return false;
        var blob = reader.ReadBlob("monmap");
        if (reader.Failed)
            return MessageBody.TryFinish(reader, message, new MMonMap(new MonMap()), out body, out error);
        if (!MonMap.TryDecode(blob, out var map, out error))
            return false;
        body = new MMonMap(map);
        return true;
    }
}

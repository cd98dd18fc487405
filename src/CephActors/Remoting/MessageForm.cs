using System.Buffers;
using CephActors.Encoding;

namespace CephActors.Remoting;

/// <summary>A message between nodes: type (2), tid (8), priority, version, oldest version, data offset (2 each), seq (8), source (9), front, middle, data.</summary>
internal static class MessageForm
{
    public static void Write(WireWriter writer, CephMessage message)
    {
        writer.WriteU16((ushort)message.Type);
        writer.WriteU64(message.Tid);
        writer.WriteU16(message.Priority);
        writer.WriteU16(message.Version);
        writer.WriteU16(message.CompatVersion);
        writer.WriteU16(message.DataOffset);
        writer.WriteU64(message.Seq);
        writer.WriteEntityName(message.Source);
        writer.WriteBlob(message.Front.Span);
        writer.WriteBlob(message.Middle.Span);
        var mark = writer.BeginBlob();
        foreach (var piece in message.Data)
            writer.WriteBytes(piece.Span);
        writer.EndBlob(mark);
    }

    /// <summary>Reads a message, which holds no throttle credits here.</summary>
    public static CephMessage Read(ref WireReader reader)
    {
        var type = (MessageType)reader.ReadU16("type");
        var tid = reader.ReadU64("tid");
        var (priority, version, compat, offset) = (reader.ReadU16("priority"), reader.ReadU16("version"), reader.ReadU16("compat version"), reader.ReadU16("data offset"));
        var seq = reader.ReadU64("seq");
        var source = reader.ReadEntityName("source");
        var (front, middle) = (reader.ReadBlob("front").ToArray(), reader.ReadBlob("middle").ToArray());
        return new CephMessage(type, front, middle, new ReadOnlySequence<byte>(reader.ReadBlob("data").ToArray()))
        {
            Tid = tid,
            Priority = priority,
            Version = version,
            CompatVersion = compat,
            DataOffset = offset,
            Seq = seq,
            Source = source,
        };
    }
}

using System.Buffers;
using CephActors.Encoding;
using CephActors.Framing;

namespace CephActors.Tests.Synthetic;

/// <summary>
/// What the data of a workload's ping holds: an envelope of version 1, who it is (0 a ping, 1 a pong), its number, and a
/// buffer. Noise carries its number as transaction id.
/// </summary>
internal readonly record struct SyntheticMessage(bool IsPong, ulong Seq, ReadOnlySequence<byte> Payload)
{
    private const int EnvelopeSize = 6;
    private const int BodySize = 13;
    private const ushort NoisePriority = 200;

    public static CephMessage Ping(ulong seq, ReadOnlyMemory<byte> payload) => Encode(isPong: false, seq, new(payload));

    public CephMessage Pong() => Encode(isPong: true, Seq, Payload);

    public static CephMessage Noise(ulong seq)
    {
        var command = new Messages.MCommand(Guid.Empty, ["noise"]).ToMessage();
        return new CephMessage(command.Type, command.Front, command.Middle, command.Data) { Tid = seq, Priority = NoisePriority };
    }

    public static SyntheticMessage Read(CephMessage message)
    {
        Span<byte> head = stackalloc byte[EnvelopeSize + BodySize];
        message.Data.Slice(0, head.Length).CopyTo(head);
        var reader = new WireReader(head);
        var envelope = (reader.ReadU8("version"), reader.ReadU8("compat"), reader.ReadU32("length"));
        var who = reader.ReadU8("who");
        var seq = reader.ReadU64("seq");
        var payload = message.Data.Slice(head.Length);
        if (envelope != (1, 1, (uint)(BodySize + payload.Length)) || who > 1 || reader.ReadU32("blob") != payload.Length)
            throw new FormatException($"{message} is none of the workload's.");
        return new SyntheticMessage(who == 1, seq, payload);
    }

    private static CephMessage Encode(bool isPong, ulong seq, ReadOnlySequence<byte> payload)
    {
        var writer = new WireWriter();
        writer.WriteU8(1);
        writer.WriteU8(1);
        writer.WriteU32((uint)(BodySize + payload.Length));
        writer.WriteU8(isPong ? (byte)1 : (byte)0);
        writer.WriteU64(seq);
        writer.WriteU32((uint)payload.Length);
        var first = new BufferSegment();
        first.Link(writer.ToArray(), null);
        var last = first;
        foreach (var part in payload)
        {
            var next = new BufferSegment();
            next.Link(part, last);
            last = next;
        }

        return new CephMessage(MessageType.Ping, data: new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));
    }
}

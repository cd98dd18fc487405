using System.Buffers;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Tests.Streams;

/// <summary>Bytes of an open session.</summary>
internal static class Wire
{
    public static readonly EntityName Source = EntityName.Client(4);

    public static FrameCodec Codec { get; } = new(MessengerProtocol.V1, FramingOptions.Default);

    public static MessagePhase Phase(IReceiveGate? gate = null) => new(MsgAuth: true, Gate: gate);

    public static CephMessage Message(int front, int data = 0, ulong tid = 0) =>
        new(MessageType.Ping, Fill(front, tid), default, (ReadOnlyMemory<byte>)Fill(data, tid + 1)) { Tid = tid };

    public static OutgoingFrame Frame(ulong seq, int front = 64, int data = 0) =>
        OutgoingFrame.Message(Message(front, data, seq), seq, Source, MessagePriority.Default);

    public static OutgoingBatch Batch(params OutgoingFrame[] frames)
    {
        var batch = OutgoingBatch.Rent();
        foreach (var frame in frames) batch.Add(frame);
        return batch;
    }

    public static OutgoingBatch Raw(byte[] bytes) => Batch(OutgoingFrame.Raw(bytes));

    public static byte[] Encode(params OutgoingFrame[] frames)
    {
        var encoder = new FrameEncoder(FramingOptions.Default);
        encoder.Configure(Phase());
        var buffer = new FrameBuffer(FramingOptions.Default.GatherThreshold);
        foreach (var frame in frames) encoder.Encode(frame, buffer);
        return buffer.ToSequence().ToArray();
    }

    /// <summary>The sequence numbers of the messages in a batch, which is returned to its pool.</summary>
    public static ulong[] Seqs(FrameBatch batch)
    {
        var seqs = batch.Frames.ToArray().Where(f => f.Kind == FrameKind.Message).Select(f => f.Message!.Seq).ToArray();
        batch.Return();
        return seqs;
    }

    public static byte[] Fill(int length, ulong seed)
    {
        var bytes = new byte[length];
        new Random((int)seed).NextBytes(bytes);
        return bytes;
    }
}

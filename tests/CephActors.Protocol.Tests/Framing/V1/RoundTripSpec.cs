using System.Buffers;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class RoundTripSpec
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Message_should_survive_the_wire(bool msgAuth, bool signed)
    {
        foreach (var (front, middle, data) in new[] { (0, 0, 0), (3, 0, 5), (100, 20, 70_000), (20_000, 17_000, 40_000), (1, 1, 3 << 20), (2 << 20, (2 << 20) + 5, (2 << 20) - 7) })
        {
            var message = Sample(front, middle, data);
            var source = EntityName.Osd(3);
            var bytes = Wire.Encode(Phase(), OutgoingFrame.Message(message, 77, source, defaultPriority: 127));
            var decoder = new FrameDecoder(FramingOptions.Default);
            decoder.Expect(Expectation.Messages, Phase());
            ReadOnlySpan<byte> input = bytes;
            Assert.Equal(DecodeStatus.Done, decoder.TryRead(ref input, out var frame));
            Assert.True(input.IsEmpty);
            Assert.Equal(bytes.Length, frame.Length);
            var got = frame.Message!;
            Assert.Equal(message.Type, got.Type);
            Assert.Equal(message.Tid, got.Tid);
            Assert.Equal(77ul, got.Seq);
            Assert.Equal(source, got.Source);
            Assert.Equal(127, got.Priority);
            Assert.Equal(message.Version, got.Version);
            Assert.Equal(message.Version, got.CompatVersion);
            Assert.Equal(message.DataOffset, got.DataOffset);
            Assert.True(message.Front.Span.SequenceEqual(got.Front.Span));
            Assert.True(message.Middle.Span.SequenceEqual(got.Middle.Span));
            Assert.True(message.Data.ToArray().AsSpan().SequenceEqual(got.Data.ToArray()));
            Assert.Equal(DecodeStatus.NeedMore, decoder.TryRead(ref input, out _));
            Assert.Equal(DecodeStatus.Done, decoder.EndOfInput());
        }

        MessagePhase Phase() => new(msgAuth, signed ? new MessageSigner(Key, cephxV2: true) : null);
    }

    [Fact]
    public void Control_frames_should_survive_the_wire()
    {
        var stamp = new UTime(1_795_361_747, 87_931_556);
        var bytes = Wire.Encode(
            new MessagePhase(MsgAuth: true),
            OutgoingFrame.Ack(ulong.MaxValue - 1),
            OutgoingFrame.Keepalive(),
            OutgoingFrame.Keepalive2(stamp),
            OutgoingFrame.Keepalive2Ack(stamp),
            OutgoingFrame.Close());
        Assert.Equal("08feffffffffffffff" + "09" + "0ed30b036ba4ba3d05" + "0fd30b036ba4ba3d05" + "06", Convert.ToHexStringLower(bytes));
        var frames = Wire.Decode(bytes, new MessagePhase(MsgAuth: true));
        Assert.Equal([FrameKind.Ack, FrameKind.Keepalive, FrameKind.Keepalive2, FrameKind.Keepalive2Ack, FrameKind.Close], frames.Select(f => f.Kind));
        Assert.Equal(ulong.MaxValue - 1, frames[0].Value);
        Assert.Equal(stamp, frames[2].Stamp);
        Assert.Equal(stamp, frames[3].Stamp);
        Assert.Equal([0L, 9, 10, 19, 28], frames.Select(f => f.Offset));
    }

    private static CephMessage Sample(int front, int middle, int data)
    {
        var random = new Random(front ^ middle ^ data);
        return new CephMessage(MessageType.Ping, Bytes(front), Bytes(middle), Bytes(data)) { Tid = 9, Version = 3, DataOffset = 77 };

        ReadOnlyMemory<byte> Bytes(int length)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }
    }
}

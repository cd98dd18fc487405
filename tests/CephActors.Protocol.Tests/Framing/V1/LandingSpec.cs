using System.Buffers;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

/// <summary>Input that lies where it belongs already, as a socket that receives straight into a payload hands it in.</summary>
public class LandingSpec
{
    private static readonly MessagePhase Phase = new(MsgAuth: true);

    [Theory]
    [InlineData(0, 0, 100_000, 1_000)]
    [InlineData(30_000, 20, 50_000, 7_000)]
    [InlineData(0, 0, 1 << 20, 1 << 20)]
    [InlineData(2_000_000, 1_500_000, 3_500_000, 300_000)]
    public void Payload_should_be_whole_when_it_lands_in_its_place(int front, int middle, int data, int chunk)
    {
        var sent = new CephMessage(MessageType.OsdOp, Bytes(front, 1), Bytes(middle, 2), Bytes(data, 3));
        ReadOnlySpan<byte> stream = Wire.Encode(Phase, OutgoingFrame.Message(sent, 1, EntityName.Osd(0), 127));
        var decoder = new FrameDecoder(FramingOptions.Default);
        decoder.Expect(Expectation.Messages, Phase);
        var landed = 0;

        IncomingFrame frame;
        while (true)
        {
            var place = decoder.Landing.Span;
            var count = Math.Min(place.IsEmpty ? 100 : Math.Min(place.Length, chunk), stream.Length);
            ReadOnlySpan<byte> input = stream[..count];
            if (!place.IsEmpty)
            {
                landed += count;
                input.CopyTo(place);
                input = place[..count];
            }

            stream = stream[count..];
            var status = decoder.TryRead(ref input, out frame);
            Assert.True(input.IsEmpty);
            if (status == DecodeStatus.Done)
                break;
            Assert.Equal(DecodeStatus.NeedMore, status);
        }

        Assert.True(landed > data / 2);
        Assert.True(frame.Message!.Front.Span.SequenceEqual(sent.Front.Span));
        Assert.True(frame.Message!.Middle.Span.SequenceEqual(sent.Middle.Span));
        Assert.True(frame.Message!.Data.ToArray().AsSpan().SequenceEqual(sent.Data.ToArray()));
    }

    [Fact]
    public void Place_should_be_empty_between_payloads()
    {
        var decoder = new FrameDecoder(FramingOptions.Default);
        Assert.True(decoder.Landing.IsEmpty);
        decoder.Expect(Expectation.Messages, Phase);
        Assert.True(decoder.Landing.IsEmpty);
        decoder.Abandon();
        Assert.True(decoder.Landing.IsEmpty);
    }

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}

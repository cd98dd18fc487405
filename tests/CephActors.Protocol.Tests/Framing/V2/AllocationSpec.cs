using CephActors.Framing;

namespace CephActors.Protocol.Tests.Framing.V2;

public class AllocationSpec
{
    private const int Slack = 16 << 10;
    private const int Count = 100;

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Decoder_should_reserve_at_most_a_block_when_only_the_beginning_arrives(string form)
    {
        var bytes = Wire.Encode(form, Wire.Message(3 << 20, 2 << 20, 9 << 20)).AsSpan(0, 200);
        var decoder = Wire.Decoder(form);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(DecodeStatus.NeedMore, Wire.Read(decoder, bytes).Status);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, FramingLimits.BlockSize + Slack);
    }

    [Theory]
    [InlineData("0 secure")]
    [InlineData("1 secure")]
    public void Decoder_should_reserve_at_most_what_arrived_once_more_when_it_decrypts(string form)
    {
        var bytes = Wire.Encode(form, Wire.Message(0, 0, 9 << 20));
        var decoder = Wire.Decoder(form);
        ReadOnlySpan<byte> input = bytes;
        long arrived = 0;
        long beyond = 0;
        var start = GC.GetAllocatedBytesForCurrentThread();
        while (!input.IsEmpty)
        {
            var chunk = input[..Math.Min(50_000, input.Length)];
            input = input[chunk.Length..];
            arrived += chunk.Length;
            decoder.TryRead(ref chunk, out _);
            beyond = Math.Max(beyond, GC.GetAllocatedBytesForCurrentThread() - start - arrived - (arrived == bytes.Length ? arrived : 0));
        }

        Assert.InRange(beyond, 0, FramingLimits.BlockSize + Slack);
    }

    [Theory]
    [InlineData("0 crc")]
    [InlineData("1 crc")]
    [InlineData("1 secure")]
    public void Decoder_should_allocate_a_message_and_its_payload_and_nothing_else(string form)
    {
        const int front = 10, middle = 0, data = 70;
        var bytes = Wire.Encode(form, [.. Enumerable.Range(0, 2 * Count).Select(_ => Wire.Message(front, middle, data))]);
        var decoder = Wire.Decoder(form);
        var payload = Wire.IsSecure(form) ? 16 + 80 + 32 : front + data;
        Assert.Equal(Count, Read(bytes.AsSpan(0, bytes.Length / 2)));
        var own = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            _ = new CephMessage(MessageType.Ping, new byte[payload]);
        own = GC.GetAllocatedBytesForCurrentThread() - own;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = Read(bytes.AsSpan(bytes.Length / 2));
        Assert.Equal((own, Count), (GC.GetAllocatedBytesForCurrentThread() - before, count));

        int Read(ReadOnlySpan<byte> input)
        {
            var read = 0;
            while (decoder.TryRead(ref input, out _) == DecodeStatus.Done)
                read++;
            return read;
        }
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Encoder_should_allocate_nothing_for_a_message(string form)
    {
        var encoder = Wire.Encoder(form);
        var output = new FrameBuffer(FramingOptions.Default.GatherThreshold);
        var frame = Wire.Message(10, 5, 70);
        Encode();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            Encode();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Encode()
        {
            encoder.Encode(frame, output);
            encoder.Encode(OutgoingFrame.Ack(1), output);
            output.Reset();
        }
    }
}

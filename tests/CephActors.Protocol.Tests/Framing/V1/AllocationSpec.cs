using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class AllocationSpec
{
    private const int Slack = 16 << 10;

    [Fact]
    public void Decoder_should_reserve_at_most_a_block_beyond_what_arrived()
    {
        var (front, middle, data) = (3 << 20, 2 << 20, 9 << 20);
        var bytes = Encode(front, middle, data);
        var decoder = Open();
        ReadOnlySpan<byte> input = bytes;
        long arrived = 0;
        long joined = 0;
        long beyond = 0;
        var start = GC.GetAllocatedBytesForCurrentThread();
        while (!input.IsEmpty)
        {
            var chunk = input[..Math.Min(50_000, input.Length)];
            input = input[chunk.Length..];
            arrived += chunk.Length;
            decoder.TryRead(ref chunk, out _);

            // A front or middle of several blocks is joined when it is complete: by then all of it has arrived.
            joined = (arrived >= front + MessageHeader.WireSize + 1 ? front : 0) + (arrived >= front + middle + MessageHeader.WireSize + 1 ? middle : 0);
            beyond = Math.Max(beyond, GC.GetAllocatedBytesForCurrentThread() - start - arrived - joined);
        }

        Assert.Equal(front + middle, joined);
        Assert.InRange(beyond, 0, FramingLimits.BlockSize + Slack);
    }

    [Theory]
    [InlineData(16 << 20, 0, 0)]
    [InlineData(0, 16 << 20, 0)]
    [InlineData(0, 0, 128 << 20)]
    [InlineData(16 << 20, 16 << 20, 128 << 20)]
    [InlineData(1 << 20, 0, 0)]
    public void Decoder_should_reserve_at_most_a_block_when_only_the_header_arrives(int front, int middle, int data)
    {
        var header = Header(front, middle, data);
        var decoder = Open();
        var start = GC.GetAllocatedBytesForCurrentThread();
        ReadOnlySpan<byte> input = header;
        Assert.Equal(DecodeStatus.NeedMore, decoder.TryRead(ref input, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - start, 0, FramingLimits.BlockSize + Slack);
    }

    [Theory]
    [InlineData((16 << 20) + 1, 0, 0)]
    [InlineData(0, int.MaxValue, 0)]
    [InlineData(0, 0, -1)]
    public void Decoder_should_reserve_nothing_for_what_it_refuses(int front, int middle, int data)
    {
        var header = Header(front, middle, data);
        var decoder = Open();
        var start = GC.GetAllocatedBytesForCurrentThread();
        ReadOnlySpan<byte> input = header;
        Assert.Equal(DecodeStatus.Invalid, decoder.TryRead(ref input, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - start, 0, Slack);
    }

    [Fact]
    public void Decoder_should_reserve_nothing_while_the_gate_is_shut()
    {
        var header = Header(1 << 20, 0, 0);
        var decoder = new FrameDecoder(FramingOptions.Default);
        decoder.Expect(Expectation.Messages, SampleMessage.Phase with { Gate = new ShutGate() });
        var start = GC.GetAllocatedBytesForCurrentThread();
        ReadOnlySpan<byte> input = header;
        Assert.Equal(DecodeStatus.Blocked, decoder.TryRead(ref input, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - start, 0, Slack);
    }

    [Fact]
    public void Decoder_should_allocate_a_message_and_its_payload_and_nothing_else()
    {
        const int count = 100;
        var bytes = Wire.Encode(SampleMessage.Phase, [.. Enumerable.Range(1, count).Select(seq => OutgoingFrame.Message(SampleMessage.Create(), (ulong)seq, EntityName.Osd(0), 127))]);
        var decoder = Open();
        var payload = (int)SampleMessage.Create().PayloadLength;
        Assert.Equal(count, ReadAll());
        var own = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < count; i++)
            _ = new CephMessage(MessageType.Ping, new byte[payload]);
        own = GC.GetAllocatedBytesForCurrentThread() - own;
        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll();
        Assert.Equal(own, GC.GetAllocatedBytesForCurrentThread() - before);

        int ReadAll()
        {
            ReadOnlySpan<byte> input = bytes;
            var read = 0;
            while (decoder.TryRead(ref input, out _) == DecodeStatus.Done)
                read++;
            return read;
        }
    }

    [Fact]
    public void Long_data_should_stay_in_its_blocks_and_short_sections_in_one_piece()
    {
        ReadOnlySpan<byte> input = Encode(front: 1 << 20, middle: (1 << 20) + 1, data: (2 << 20) + 5);
        Assert.Equal(DecodeStatus.Done, Open().TryRead(ref input, out var frame));
        var lengths = new List<int>();
        foreach (var block in frame.Message!.Data)
            lengths.Add(block.Length);
        Assert.Equal([1 << 20, 1 << 20, 5], lengths);
        Assert.Equal((1 << 20, (1 << 20) + 1), (frame.Message.Front.Length, frame.Message.Middle.Length));
    }

    private static FrameDecoder Open()
    {
        var decoder = new FrameDecoder(FramingOptions.Default);
        decoder.Expect(Expectation.Messages, SampleMessage.Phase);
        return decoder;
    }

    private static byte[] Encode(int front, int middle, int data) => Wire.Encode(
        SampleMessage.Phase, OutgoingFrame.Message(new CephMessage(MessageType.Ping, new byte[front], new byte[middle], new byte[data]), 1, EntityName.Osd(0), 127));

    private static byte[] Header(int front, int middle, int data) => SampleMessage.WithHeader(
        header => header with { FrontLength = (uint)front, MiddleLength = (uint)middle, DataLength = (uint)data })[..SampleMessage.Front];

    private sealed class ShutGate : IReceiveGate
    {
        public bool TryEnter(long payloadBytes) => false;

        public void ReturnDispatch(long payloadBytes)
        {
        }

        public void ReturnPolicy(long payloadBytes)
        {
        }
    }
}

using System.Buffers;
using CephActors.Framing;

namespace CephActors.Protocol.Tests.Framing;

/// <summary>Payloads in memory that another payload had before.</summary>
public class PooledPayloadSpec
{
    private static readonly (int Front, int Middle, int Data)[] Shapes =
    [
        (0, 0, 1024), (10, 0, 1500), (0, 5, 4096), (220, 0, 4096), (3000, 2000, 0), (0, 0, 70_000), (220, 16, 1 << 20), (0, 0, 3_000_000), (1_200_000, 7, 1_100_000),
    ];

    private static readonly string[] Forms = ["v1", "0 crc", "0 secure", "1 crc", "1 secure"];

    private static readonly int[] Chunks = [1000, 50_000, int.MaxValue];

    public static TheoryData<string, int> Streams
    {
        get
        {
            var streams = new TheoryData<string, int>();
            foreach (var form in Forms)
            {
                foreach (var chunk in Chunks)
                    streams.Add(form, chunk);
            }

            return streams;
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Message_should_be_what_was_sent_when_its_memory_was_used_before(string form, int chunk)
    {
        var gate = new PoolGate(8 << 20);
        var received = 0;
        var decoder = Decoder(form, gate);
        foreach (var bytes in Encode(form, [.. Shapes, .. Shapes]))
        {
            ReadOnlySpan<byte> rest = bytes;
            while (!rest.IsEmpty)
            {
                var input = rest[..Math.Min(chunk, rest.Length)];
                rest = rest[input.Length..];
                while (decoder.TryRead(ref input, out var frame) == DecodeStatus.Done)
                {
                    Check(frame.Message!);
                    received++;
                }

                Assert.Equal(default, decoder.Error);
            }
        }

        Assert.Equal(2 * Shapes.Length, received);
        Assert.InRange(gate.Payloads.KeptBytes, 64 << 10, 8 << 20);

        static void Check(CephMessage message)
        {
            var shape = (message.Front.Length, message.Middle.Length, (int)message.Data.Length);
            var sent = V2.Wire.Message(shape.Item1, shape.Item2, shape.Item3).Content!;
            Assert.True(sent.Front.Span.SequenceEqual(message.Front.Span), $"front of {shape}");
            Assert.True(sent.Middle.Span.SequenceEqual(message.Middle.Span), $"middle of {shape}");
            Assert.True(sent.Data.ToArray().AsSpan().SequenceEqual(message.Data.ToArray()), $"data of {shape}");
            message.Lend();
            message.Finish();
        }
    }

    private static IFrameDecoder Decoder(string form, IReceiveGate gate)
    {
        if (form != "v1")
            return V2.Wire.Decoder(form, gate);
        var decoder = new CephActors.Framing.V1.FrameDecoder(FramingOptions.Default);
        decoder.Expect(Expectation.Messages, new MessagePhase(MsgAuth: true, Gate: gate));
        return decoder;
    }

    private static IEnumerable<byte[]> Encode(string form, (int Front, int Middle, int Data)[] shapes)
    {
        IFrameEncoder encoder = form == "v1" ? new CephActors.Framing.V1.FrameEncoder(FramingOptions.Default) : V2.Wire.Encoder(form);
        if (form == "v1")
            encoder.Configure(new MessagePhase(MsgAuth: true));
        foreach (var (front, middle, data) in shapes)
            yield return V2.Wire.Encode(encoder, V2.Wire.Message(front, middle, data));
    }
}

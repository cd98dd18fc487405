using System.Buffers;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

/// <summary>Whole streams of an open session in one call.</summary>
internal static class Wire
{
    public static byte[] Encode(MessagePhase phase, params OutgoingFrame[] frames) => Encode(FramingOptions.Default, phase, frames);

    public static byte[] Encode(FramingOptions options, MessagePhase phase, params OutgoingFrame[] frames)
    {
        var encoder = new FrameEncoder(options);
        var output = new FrameBuffer(options.GatherThreshold);
        encoder.Configure(phase);
        foreach (var frame in frames)
            encoder.Encode(frame, output);
        return ToArray(output);
    }

    public static byte[] ToArray(FrameBuffer output)
    {
        var bytes = output.ToSequence().ToArray();
        Assert.Equal(output.Length, bytes.Length);
        output.Reset();
        return bytes;
    }

    public static List<IncomingFrame> Decode(byte[] bytes, MessagePhase phase)
    {
        var decoder = new FrameDecoder(FramingOptions.Default);
        decoder.Expect(Expectation.Messages, phase);
        var frames = new List<IncomingFrame>();
        ReadOnlySpan<byte> input = bytes;
        DecodeStatus status;
        while ((status = decoder.TryRead(ref input, out var frame)) == DecodeStatus.Done)
            frames.Add(frame);
        Assert.Equal(DecodeStatus.NeedMore, status);
        Assert.Equal(DecodeStatus.Done, decoder.EndOfInput());
        return frames;
    }
}

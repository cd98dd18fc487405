using System.Buffers;
using BenchmarkDotNet.Attributes;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Benchmarks.Micro;

/// <summary>One message to bytes and back.</summary>
[MemoryDiagnoser]
public class FramingBenchmarks : IMovesBytes
{
    private static readonly MessagePhase Phase = new(MsgAuth: true);

    private readonly FrameEncoder _encoder = new(FramingOptions.Default);
    private readonly FrameDecoder _decoder = new(FramingOptions.Default);
    private readonly FrameBuffer _output = new(FramingOptions.Default.GatherThreshold);
    private OutgoingFrame _frame;
    private byte[] _bytes = [];

    [Params(64, 4 << 10, 64 << 10, 1 << 20)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var message = new CephMessage(MessageType.OsdOp, data: new ReadOnlySequence<byte>(new byte[Size]));
        _frame = OutgoingFrame.Message(message, 1, EntityName.Client(1), MessagePriority.Default);
        _encoder.Configure(Phase);
        _encoder.Encode(_frame, _output);
        _bytes = _output.ToSequence().ToArray();
        _output.Reset();
        _decoder.Expect(Expectation.Messages, Phase);
    }

    [Benchmark]
    public long Encode()
    {
        _encoder.Encode(_frame, _output);
        var length = _output.Length;
        _output.Reset();
        return length;
    }

    [Benchmark]
    public CephMessage? Decode()
    {
        ReadOnlySpan<byte> input = _bytes;
        _decoder.TryRead(ref input, out var frame);
        return frame.Message;
    }
}

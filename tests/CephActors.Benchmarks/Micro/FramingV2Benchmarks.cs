using System.Buffers;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Benchmarks.Micro;

/// <summary>
/// One message to bytes and back in the crc and the secure mode of protocol v2, beside protocol v1 and the bare cipher. An encrypted message can be
/// read only once, so secure mode is measured there and back.
/// </summary>
[MemoryDiagnoser]
public class FramingV2Benchmarks : IMovesBytes
{
    private static readonly byte[] Secret = new byte[SecurePhase.SecretSize];

    private readonly FramingBenchmarks _v1 = new();
    private readonly FrameEncoder _encoder = new();
    private readonly FrameDecoder _decoder = new(FramingOptions.Default);
    private readonly FrameEncoder _secureEncoder = new();
    private readonly FrameDecoder _secureDecoder = new(FramingOptions.Default);
    private readonly FrameBuffer _output = new(FramingOptions.Default.GatherThreshold);
    private readonly AesGcm _cipher = new(Secret.AsSpan(0, 16), FrameCipher.TagSize);
    private readonly byte[] _nonce = new byte[SecurePhase.NonceSize];
    private readonly byte[] _tag = new byte[FrameCipher.TagSize];
    private OutgoingFrame _frame;
    private byte[] _bytes = [];
    private byte[] _text = [];

    [Params(64, 4 << 10, 64 << 10, 1 << 20)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _v1.Size = Size;
        _v1.Prepare();
        var message = new CephMessage(MessageType.OsdOp, data: new ReadOnlySequence<byte>(new byte[Size]));
        _frame = OutgoingFrame.Message(message, 1, EntityName.Client(1), MessagePriority.Default);
        foreach (var encoder in new[] { _encoder, _secureEncoder })
            encoder.Configure(new RevisionPhase(FrameRevision.One));
        foreach (var decoder in new[] { _decoder, _secureDecoder })
            decoder.Expect(Expectation.Nothing, new RevisionPhase(FrameRevision.One));
        _secureEncoder.Configure(SecurePhase.FromSecret(Secret, connector: true)!);
        _secureDecoder.Expect(Expectation.Nothing, SecurePhase.FromSecret(Secret, connector: false));
        foreach (var decoder in new[] { _decoder, _secureDecoder })
            decoder.Expect(Expectation.Messages, new SessionPhase(EntityName.Client(1)));
        _encoder.Encode(_frame, _output);
        _bytes = _output.ToSequence().ToArray();
        _output.Reset();
        _text = new byte[Size + 1024];
    }

    [Benchmark]
    public long EncodeV1() => _v1.Encode();

    [Benchmark]
    public long EncodeCrc()
    {
        _encoder.Encode(_frame, _output);
        var length = _output.Length;
        _output.Reset();
        return length;
    }

    [Benchmark]
    public CephMessage? DecodeV1() => _v1.Decode();

    [Benchmark]
    public CephMessage? DecodeCrc()
    {
        ReadOnlySpan<byte> input = _bytes;
        _decoder.TryRead(ref input, out var frame);
        return frame.Message;
    }

    [Benchmark]
    public CephMessage? SecureBothWays()
    {
        _secureEncoder.Encode(_frame, _output);
        CephMessage? message = null;
        foreach (var piece in _output.ToSequence())
        {
            var input = piece.Span;
            if (_secureDecoder.TryRead(ref input, out var frame) == DecodeStatus.Done)
                message = frame.Message;
        }

        _output.Reset();
        return message;
    }

    [Benchmark]
    public byte[] CipherBothWays()
    {
        // The pieces of a message: its beginning, and the rest with what closes it.
        foreach (var length in (ReadOnlySpan<int>)[Preamble.WireSize + SecureFrame.InlineSize, SecureFrame.Pad(Size) + SecureFrame.BlockSize])
        {
            var piece = _text.AsSpan(0, length);
            _cipher.Encrypt(_nonce, piece, piece, _tag);
            _cipher.Decrypt(_nonce, piece, _tag, piece);
        }

        return _text;
    }
}

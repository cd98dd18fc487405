using System.Buffers;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

/// <summary>Whole streams in one call, in each of the four forms of frames.</summary>
internal static class Wire
{
    public static readonly EntityName Peer = EntityName.Osd(3);

    private static readonly byte[] Secret = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];

    /// <summary>Revision and mode: 2.0 and 2.1, crc and secure.</summary>
    public static TheoryData<string> Forms => ["0 crc", "0 secure", "1 crc", "1 secure"];

    public static FrameRevision RevisionOf(string form) => form[0] == '0' ? FrameRevision.Zero : FrameRevision.One;

    public static bool IsSecure(string form) => form.EndsWith("secure", StringComparison.Ordinal);

    /// <summary>Phases up to messages, for the acceptor's reading (and the connector's writing) side or the other way round.</summary>
    public static FramePhase[] Phases(string form, bool connector) =>
        IsSecure(form) ? [new RevisionPhase(RevisionOf(form)), SecurePhase.FromSecret(Secret, connector)!] : [new RevisionPhase(RevisionOf(form))];

    /// <summary>What a connector writes.</summary>
    public static FrameEncoder Encoder(string form)
    {
        var encoder = new FrameEncoder();
        foreach (var phase in Phases(form, connector: true))
            encoder.Configure(phase);
        return encoder;
    }

    /// <summary>What an acceptor reads.</summary>
    public static FrameDecoder Decoder(string form, IReceiveGate? gate = null, FramingOptions? options = null, bool handshake = false)
    {
        var decoder = new FrameDecoder(options ?? FramingOptions.Default);
        foreach (var phase in Phases(form, connector: false))
            decoder.Expect(Expectation.Nothing, phase);
        if (handshake)
            decoder.Expect(Expectation.Handshake);
        else
            decoder.Expect(Expectation.Messages, new SessionPhase(Peer, gate));
        return decoder;
    }

    public static byte[] Encode(string form, params ReadOnlySpan<OutgoingFrame> frames) => Encode(Encoder(form), frames);

    public static byte[] Encode(IFrameEncoder encoder, params ReadOnlySpan<OutgoingFrame> frames)
    {
        var output = new FrameBuffer(FramingOptions.Default.GatherThreshold);
        foreach (var frame in frames)
            encoder.Encode(frame, output);
        var bytes = output.ToSequence().ToArray();
        Assert.Equal(output.Length, bytes.Length);
        output.Reset();
        return bytes;
    }

    public static OutgoingFrame Message(int front, int middle = 0, int data = 0, ulong seq = 2)
    {
        var random = new Random(front + (3 * middle) + (7 * data));
        var message = new CephMessage(MessageType.Ping, Bytes(random, front), Bytes(random, middle), Bytes(random, data)) { Tid = 9 };
        return OutgoingFrame.Message(message, seq, default, 127, ackSeq: 7);
    }

    /// <summary>Reads until the bytes, or the peer's good behaviour, come to an end.</summary>
    public static (List<IncomingFrame> Frames, DecodeStatus Status) Read(FrameDecoder decoder, ReadOnlySpan<byte> input)
    {
        var frames = new List<IncomingFrame>();
        DecodeStatus status;
        while ((status = decoder.TryRead(ref input, out var frame)) == DecodeStatus.Done)
            frames.Add(frame);
        return (frames, status);
    }

    /// <summary>Feeds bytes all at once, then one by one, and returns why they were refused: the same both times.</summary>
    public static FrameError Refusal(byte[] bytes, string form = "1 crc", bool handshake = false)
    {
        var whole = Decoder(form, handshake: handshake);
        var (frames, status) = Read(whole, bytes);
        Assert.Equal(DecodeStatus.Invalid, status);
        Assert.Empty(frames);
        var pieces = Decoder(form, handshake: handshake);
        foreach (var value in bytes)
            Read(pieces, [value]);
        Assert.Equal(whole.Error, pieces.Error);
        Assert.Equal(DecodeStatus.Invalid, whole.EndOfInput());
        return whole.Error;
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}

using System.Buffers;
using System.Globalization;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

/// <summary>Reads one direction of a stream; what may come next is known beforehand.</summary>
internal sealed class ScriptedReader(IEnumerable<(Expectation Next, FramePhase? Phase)> script)
{
    private readonly Queue<(Expectation Next, FramePhase? Phase)> _script = new(script);

    public FrameDecoder Decoder { get; } = new(FramingOptions.Default);

    public List<string> Frames { get; } = [];

    /// <summary>Where the last frame ended.</summary>
    public long End { get; private set; }

    /// <summary>Reads until the bytes, the script or the peer's good behaviour come to an end.</summary>
    public DecodeStatus Feed(ReadOnlySpan<byte> input)
    {
        while (true)
        {
            var status = Decoder.TryRead(ref input, out var frame);
            if (status == DecodeStatus.Done)
            {
                Frames.Add(Text(frame));
                End = frame.Offset + frame.Length;
            }
            else if (status == DecodeStatus.Paused && _script.TryDequeue(out var step))
            {
                Decoder.Expect(step.Next, step.Phase);
            }
            else
            {
                return status;
            }
        }
    }

    private static string Text(IncomingFrame frame)
    {
        var body = frame.Body switch
        {
            CephMessage m => $"{m} {m.Seq} {m.Priority} {m.CompatVersion} {m.DataOffset} {Hex(m.Front)} {Hex(m.Middle)} {Hex(m.Data.ToArray())}",
            HandshakeFrame h => $"{Hex(PlainFrame.Encode(h.Payload, FrameRevision.One))} {Hex(h.Bytes)}",
            BannerFrame b => $"{b.Banner} {Hex(b.Bytes)}",
            _ => string.Empty,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{frame.Kind} {frame.Offset}+{frame.Length} {frame.Value} {body}");

        static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
    }
}

using System.Buffers;
using System.Globalization;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

/// <summary>Reads one direction of a stream; what may come next is known beforehand.</summary>
internal sealed class ScriptedReader(FramingOptions options, IEnumerable<(Expectation Next, MessagePhase? Phase)> script)
{
    private readonly Queue<(Expectation Next, MessagePhase? Phase)> _script = new(script);

    public FrameDecoder Decoder { get; } = new(options);

    public List<IncomingFrame> Frames { get; } = [];

    /// <summary>What the side of a recorded conversation says, one handshake frame after the other.</summary>
    public static List<(Expectation Next, MessagePhase? Phase)> ScriptOf(Conversation conversation, ConversationSide side, MessageSigner? signer = null)
    {
        List<(Expectation, MessagePhase?)> script = [(side == ConversationSide.Client ? Expectation.ClientHello : Expectation.ServerHello, null)];
        foreach (var element in conversation.Elements.Where(element => element.Side == side))
        {
            Expectation? next = element.Kind switch
            {
                ElementKind.Connect => Expectation.Connect,
                ElementKind.ConnectReply => Expectation.ConnectReply,
                ElementKind.Sequence => Expectation.Sequence,
                _ => null,
            };
            if (next is not null)
                script.Add((next.Value, null));
        }

        if (conversation.Features is { } features)
            script.Add((Expectation.Messages, new MessagePhase(CephFeatures.HasFeature(features, CephFeatures.MsgAuth), signer)));
        return script;
    }

    /// <summary>Reads until the bytes, the script or the peer's good behaviour come to an end.</summary>
    public DecodeStatus Feed(ReadOnlySpan<byte> input)
    {
        while (true)
        {
            var status = Decoder.TryRead(ref input, out var frame);
            if (status == DecodeStatus.Done)
                Frames.Add(frame);
            else if (status == DecodeStatus.Paused && _script.TryDequeue(out var step))
                Decoder.Expect(step.Next, step.Phase);
            else
                return status;
        }
    }

    /// <summary>All that was read, for comparison.</summary>
    public List<string> Texts() => [.. Frames.Select(Text)];

    private static string Text(IncomingFrame frame)
    {
        var body = frame.Body switch
        {
            CephMessage m => $"{m} {m.Seq} {m.Source} {m.Priority} {m.CompatVersion} {m.DataOffset} {Hex(m.Front)} {Hex(m.Middle)} {Hex(m.Data.ToArray())}",
            ConnectFrame c => $"{c.Connect} {Hex(c.Authorizer)}",
            ConnectReplyFrame r => $"{r.Reply} {Hex(r.Authorizer)}",
            var other => other?.ToString(),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{frame.Kind} {frame.Offset}+{frame.Length} {frame.Value} {body}");

        static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
    }
}

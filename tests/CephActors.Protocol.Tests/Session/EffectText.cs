using System.Buffers.Binary;
using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Effects as short texts, and the frames inside those that write.</summary>
internal static class EffectText
{
    /// <summary>One effect; null for a report, which changes nothing.</summary>
    public static string? Of(SessionEffect effect) => effect switch
    {
        SessionEffect.Dial e => $"dial {e.Target}",
        SessionEffect.DropSocket => "drop",
        SessionEffect.Write e => $"write {OfBytes(e.Bytes.Span)}",
        SessionEffect.Expect e => $"expect {e.Next}",
        SessionEffect.Opened => "opened",
        SessionEffect.StartTimer e => $"start {e.Timer} {e.Delay.TotalSeconds:0.###}",
        SessionEffect.StopTimer e => $"stop {e.Timer}",
        SessionEffect.Raise e => $"raise {e.Event}",
        SessionEffect.DiscardDispatch => "discard",
        SessionEffect.LookUp e => e.Register ? "lookup, register" : "lookup",
        SessionEffect.AnswerRequest e => $"answer {e.Decision.Verdict}",
        SessionEffect.Learned e => $"learned {e.Seen}",
        SessionEffect.Stopped => "stopped",
        SessionEffect.Report => null,
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, "Not an effect."),
    };

    public static IEnumerable<ConnectReplyFrame> Replies(IEnumerable<SessionEffect> effects)
    {
        foreach (var write in effects.OfType<SessionEffect.Write>())
        {
            if (TryReadReply(write.Bytes.Span, out var reply))
                yield return new ConnectReplyFrame(reply, write.Bytes[ConnectReply.WireSize..].ToArray());
        }
    }

    public static IEnumerable<ConnectFrame> Connects(IEnumerable<SessionEffect> effects)
    {
        foreach (var write in effects.OfType<SessionEffect.Write>())
        {
            if (TryReadConnect(write.Bytes.Span, out var connect))
                yield return new ConnectFrame(connect, write.Bytes[ConnectMessage.WireSize..].ToArray());
        }
    }

    public static string OfBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == sizeof(ulong))
            return $"in_seq {BinaryPrimitives.ReadUInt64LittleEndian(bytes)}";
        if (bytes.SequenceEqual(Banner.Bytes))
            return "banner";
        if (bytes.Length == ServerHello.WireSize)
            return "server hello";
        if (ClientHello.Decode(bytes, out _) is { } hello && bytes.Length == LegacyAddress.WireSize)
            return $"address {hello.Client}";
        if (TryReadConnect(bytes, out var connect))
            return $"connect cs={connect.ConnectSeq} gs={connect.GlobalSeq}";
        if (TryReadReply(bytes, out var reply))
            return $"reply {reply.Tag} cs={reply.ConnectSeq} gs={reply.GlobalSeq}";
        return $"{bytes.Length} bytes";
    }

    private static bool TryReadConnect(ReadOnlySpan<byte> bytes, out ConnectMessage connect)
    {
        connect = default;
        return bytes.Length >= ConnectMessage.WireSize
            && ConnectMessage.TryRead(bytes, out connect, out var authorizer)
            && bytes.Length == ConnectMessage.WireSize + authorizer;
    }

    private static bool TryReadReply(ReadOnlySpan<byte> bytes, out ConnectReply reply)
    {
        reply = default;
        return bytes.Length >= ConnectReply.WireSize
            && ConnectReply.TryRead(bytes, out reply, out var authorizer)
            && bytes.Length == ConnectReply.WireSize + authorizer;
    }
}

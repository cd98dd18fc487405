using System.Buffers;
using CephActors.Framing.V2;

namespace CephActors.TestKit;

/// <summary>
/// One direction of a socket of protocol v2, where the tag alone tells what a frame is. What it does not understand it lets
/// through: in secure mode everything from AUTH_SIGNATURE on.
/// </summary>
internal sealed class V2Lane(V2Conversation conversation, IoDirection direction) : IFrameLane
{
    private const int BannerSize = Banner.PrefixSize + Banner.PayloadSize;

    private readonly byte[] _preamble = new byte[Preamble.WireSize];
    private readonly List<byte> _frame = [];
    private Stage _stage = Stage.Banner;
    private int _preambleRead;
    private long _rest;

    private enum Stage
    {
        Banner,
        BannerPayload,
        Frames,
        Unknown,
    }

    /// <summary>Whether a socket that begins so speaks protocol v2.</summary>
    public static bool IsBanner(in ReadOnlySequence<byte> bytes) =>
        bytes.Length >= Banner.Text.Length && bytes.Slice(0, Banner.Text.Length).ToArray().AsSpan().SequenceEqual(Banner.Text);

    /// <inheritdoc/>
    public bool TryRead(ref ReadOnlySequence<byte> input, out RecognizedPart part)
    {
        part = default;
        if (input.IsEmpty)
            return false;
        if (conversation.IsSecure && _frame.Count == 0)
            _stage = Stage.Unknown;
        if (_stage is Stage.Unknown)
        {
            part = new RecognizedPart(null, Take(ref input, input.Length), InSession: true);
            return true;
        }

        if (_stage is Stage.Frames && _frame.Count == 0 && IsInSession((FrameTag)input.FirstSpan[0]))
        {
            part = ReadSession(ref input);
            return true;
        }

        return TryReadHandshake(ref input, out part);
    }

    private bool IsInSession(FrameTag tag) => _rest > 0 || _preambleRead > 0 || tag is >= FrameTag.Message and <= FrameTag.Ack;

    private bool TryReadHandshake(ref ReadOnlySequence<byte> input, out RecognizedPart part)
    {
        part = default;
        while (_frame.Count < FrameSize)
        {
            if (input.IsEmpty)
                return false;
            _frame.AddRange(Take(ref input, Math.Min(FrameSize - _frame.Count, input.Length)).ToArray());
        }

        var frame = _frame.ToArray();
        _frame.Clear();
        part = new RecognizedPart(Understand(frame), new ReadOnlySequence<byte>(frame), InSession: false);
        return true;
    }

    /// <summary>How long the handshake frame is, as far as its beginning tells already. A banner is written at once and read in two.</summary>
    private int FrameSize => _stage switch
    {
        Stage.Banner => direction is IoDirection.Write ? BannerSize : Banner.PrefixSize,
        Stage.BannerPayload => Banner.PayloadSize,
        _ when _frame.Count < Preamble.WireSize => Preamble.WireSize,
        _ => (int)Math.Min(SizeOf(Preamble.Read([.. _frame])), FrameDecoder.MaxPayload),
    };

    private InterceptionPoint? Understand(byte[] frame)
    {
        switch (_stage)
        {
            case Stage.Banner when direction is IoDirection.Write:
                Greet(frame.AsSpan(Banner.PrefixSize));
                return InterceptionPoint.Banner;
            case Stage.Banner:
                _stage = Stage.BannerPayload;
                return InterceptionPoint.Banner;
            case Stage.BannerPayload:
                Greet(frame);
                return InterceptionPoint.BannerPayload;
            default:
                if ((FrameTag)frame[0] is FrameTag.AuthDone)
                    conversation.Settle(frame.AsSpan(Preamble.WireSize));
                if (PointOf((FrameTag)frame[0]) is { } point)
                    return point;
                _stage = Stage.Unknown;
                return null;
        }
    }

    private void Greet(ReadOnlySpan<byte> payload)
    {
        conversation.Greet(Banner.Read(payload));
        _stage = Stage.Frames;
    }

    private static InterceptionPoint? PointOf(FrameTag tag) => tag switch
    {
        FrameTag.Hello => InterceptionPoint.Hello,
        FrameTag.AuthRequest => InterceptionPoint.AuthRequest,
        FrameTag.AuthBadMethod => InterceptionPoint.Refusal,
        FrameTag.AuthReplyMore => InterceptionPoint.AuthReplyMore,
        FrameTag.AuthRequestMore => InterceptionPoint.AuthRequestMore,
        FrameTag.AuthDone => InterceptionPoint.AuthDone,
        FrameTag.AuthSignature => InterceptionPoint.AuthSignature,
        FrameTag.ClientIdent => InterceptionPoint.ClientIdent,
        FrameTag.ServerIdent => InterceptionPoint.ServerIdent,
        FrameTag.IdentMissingFeatures => InterceptionPoint.Refusal,
        FrameTag.SessionReconnect => InterceptionPoint.SessionReconnect,
        FrameTag.SessionReset => InterceptionPoint.SessionReset,
        FrameTag.SessionRetry => InterceptionPoint.SessionRetry,
        FrameTag.SessionRetryGlobal => InterceptionPoint.SessionRetryGlobal,
        FrameTag.SessionReconnectOk => InterceptionPoint.SessionReconnectOk,
        FrameTag.Wait => InterceptionPoint.Wait,
        FrameTag.Message => InterceptionPoint.Message,
        FrameTag.Keepalive2 => InterceptionPoint.Keepalive2,
        FrameTag.Keepalive2Ack => InterceptionPoint.Keepalive2Ack,
        FrameTag.Ack => InterceptionPoint.Ack,
        _ => null,
    };

    private RecognizedPart ReadSession(ref ReadOnlySequence<byte> input)
    {
        InterceptionPoint? point = null;
        if (_rest == 0)
        {
            point = PointOf((FrameTag)input.FirstSpan[0]);
            _rest = Preamble.WireSize;
            _preambleRead = 0;
        }

        var bytes = Take(ref input, Math.Min(_rest, input.Length));
        _rest -= bytes.Length;
        if (_preambleRead < Preamble.WireSize)
        {
            bytes.CopyTo(_preamble.AsSpan(_preambleRead));
            _preambleRead += (int)bytes.Length;
            if (_preambleRead == Preamble.WireSize)
                _rest = SizeOf(Preamble.Read(_preamble)) - Preamble.WireSize;
        }

        if (_rest == 0 && _preambleRead == Preamble.WireSize)
            _preambleRead = 0;
        return new RecognizedPart(point, bytes, InSession: true);
    }

    /// <summary>Bytes of a whole frame.</summary>
    private long SizeOf(in Preamble preamble) =>
        PlainFrame.SizeOf((int)Math.Min(preamble.Length0, FrameDecoder.MaxPayload), conversation.Revision)
        + preamble.Length1 + preamble.Length2 + preamble.Length3
        + (preamble.Segments > 1 && conversation.Revision is FrameRevision.One ? Epilogue.Size1 : 0);

    private static ReadOnlySequence<byte> Take(ref ReadOnlySequence<byte> input, long count)
    {
        var taken = input.Slice(0, count);
        input = input.Slice(count);
        return taken;
    }
}

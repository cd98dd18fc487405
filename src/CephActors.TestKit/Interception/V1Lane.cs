using System.Buffers;
using System.Buffers.Binary;
using CephActors.Framing.V1;

namespace CephActors.TestKit;

/// <summary>One direction of a socket of protocol v1. Bytes go through it unchanged.</summary>
internal sealed class V1Lane(V1FrameRecognizer conversation, bool fromConnector, IoDirection direction) : IFrameLane
{
    /// <summary>Longer authorizers are none.</summary>
    private const int MaxAuthorizer = 64 * 1024;

    private const int StampSize = 8;

    private readonly byte[] _header = new byte[1 + MessageHeader.WireSize];
    private readonly List<byte> _frame = [];
    private V1Expectation _next = V1Expectation.Banner;
    private int _headerRead;
    private bool _inHeader;
    private long _rest;

    /// <summary>What comes after the present frame.</summary>
    public void Expect(V1Expectation next) => _next = next;

    /// <inheritdoc/>
    public bool TryRead(ref ReadOnlySequence<byte> input, out RecognizedPart part)
    {
        part = default;
        if (input.IsEmpty)
            return false;
        switch (_next)
        {
            case V1Expectation.Unknown:
                part = new RecognizedPart(null, Take(ref input, input.Length), InSession: true);
                return true;
            case V1Expectation.Session:
                part = ReadSession(ref input);
                return true;
            default:
                return TryReadHandshake(ref input, out part);
        }
    }

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

    /// <summary>How long the handshake frame is, as far as its beginning tells already.</summary>
    private int FrameSize => _next switch
    {
        // An acceptor writes its banner and both addresses at once.
        V1Expectation.Banner => !fromConnector && direction is IoDirection.Write ? Banner.WireSize + (2 * LegacyAddress.WireSize) : Banner.WireSize,
        V1Expectation.Addresses => fromConnector ? LegacyAddress.WireSize : 2 * LegacyAddress.WireSize,
        V1Expectation.Sequence => sizeof(ulong),
        _ when fromConnector => ConnectMessage.WireSize + AuthorizerSize(ConnectMessage.WireSize, 28),
        _ => ConnectReply.WireSize + AuthorizerSize(ConnectReply.WireSize, 21),
    };

    private int AuthorizerSize(int head, int offset)
    {
        if (_frame.Count < head)
            return 0;
        Span<byte> length = stackalloc byte[sizeof(uint)];
        for (var i = 0; i < length.Length; i++)
            length[i] = _frame[offset + i];
        return (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(length), MaxAuthorizer);
    }

    private InterceptionPoint? Understand(byte[] frame)
    {
        switch (_next)
        {
            case V1Expectation.Banner when !frame.AsSpan(0, Banner.WireSize).SequenceEqual(Banner.Bytes):
                _next = V1Expectation.Unknown;
                return null;
            case V1Expectation.Banner:
                _next = frame.Length == Banner.WireSize ? V1Expectation.Addresses : V1Expectation.Handshake;
                return InterceptionPoint.Banner;
            case V1Expectation.Addresses:
                _next = V1Expectation.Handshake;
                return direction is IoDirection.Write ? InterceptionPoint.Hello : InterceptionPoint.BannerPayload;
            case V1Expectation.Sequence:
                _next = V1Expectation.Session;
                return InterceptionPoint.Sequence;
            case V1Expectation.Handshake when fromConnector && ConnectMessage.TryRead(frame, out var connect, out _):
                conversation.Connecting(connect);
                return conversation.AsksForNew ? InterceptionPoint.ClientIdent : InterceptionPoint.SessionReconnect;
            case V1Expectation.Handshake when !fromConnector && ConnectReply.TryRead(frame, out var reply, out _):
                conversation.Replied(reply);
                return PointOf(reply.Tag);
            default:
                _next = V1Expectation.Unknown;
                return null;
        }
    }

    private InterceptionPoint PointOf(MessengerTag tag) => tag switch
    {
        MessengerTag.Ready or MessengerTag.Sequence => conversation.AsksForNew ? InterceptionPoint.ServerIdent : InterceptionPoint.SessionReconnectOk,
        MessengerTag.ResetSession => InterceptionPoint.SessionReset,
        MessengerTag.RetrySession => InterceptionPoint.SessionRetry,
        MessengerTag.RetryGlobal => InterceptionPoint.SessionRetryGlobal,
        MessengerTag.Wait => InterceptionPoint.Wait,
        _ => InterceptionPoint.Refusal,
    };

    private RecognizedPart ReadSession(ref ReadOnlySequence<byte> input)
    {
        InterceptionPoint? point = null;
        if (_rest == 0)
        {
            point = Begin(input.FirstSpan[0]);
            if (point is null)
            {
                _next = V1Expectation.Unknown;
                return new RecognizedPart(null, Take(ref input, input.Length), InSession: true);
            }
        }

        var bytes = Take(ref input, Math.Min(_rest, input.Length));
        _rest -= bytes.Length;
        if (_inHeader)
            FollowHeader(bytes);
        return new RecognizedPart(point, bytes, InSession: true);
    }

    private InterceptionPoint? Begin(byte first)
    {
        var tag = (MessengerTag)first;
        _inHeader = tag is MessengerTag.Message;
        _headerRead = 0;
        (_rest, InterceptionPoint? point) = tag switch
        {
            MessengerTag.Message => (_header.Length, InterceptionPoint.Message),
            MessengerTag.Ack => (1 + sizeof(ulong), InterceptionPoint.Ack),
            MessengerTag.Keepalive => (1, InterceptionPoint.Keepalive),
            MessengerTag.Keepalive2 => (1 + StampSize, InterceptionPoint.Keepalive2),
            MessengerTag.Keepalive2Ack => (1 + StampSize, InterceptionPoint.Keepalive2Ack),
            MessengerTag.Close => (1, InterceptionPoint.Close),
            _ => (0, (InterceptionPoint?)null),
        };
        return point;
    }

    /// <summary>The lengths in the header tell where the message ends.</summary>
    private void FollowHeader(in ReadOnlySequence<byte> bytes)
    {
        bytes.CopyTo(_header.AsSpan(_headerRead));
        _headerRead += (int)bytes.Length;
        if (_rest > 0)
            return;
        _inHeader = false;
        var header = MessageHeader.Read(_header.AsSpan(1));
        _rest = (long)header.FrontLength + header.MiddleLength + header.DataLength + MessageFooter.SizeOf(conversation.LongFooter);
    }

    private static ReadOnlySequence<byte> Take(ref ReadOnlySequence<byte> input, long count)
    {
        var taken = input.Slice(0, count);
        input = input.Slice(count);
        return taken;
    }
}

using CephActors.Encoding;
using CephActors.Framing.V1;

namespace CephActors.Framing.V2;

/// <content>Elements of an open session, and how elements are made.</content>
internal sealed partial class ConversationDecoder
{
    private static ConversationElement Create(ConversationLane lane, ElementKind kind, in IncomingFrame frame) =>
        new() { Side = lane.Side, Kind = kind, Offset = frame.Offset, Length = frame.Length };

    private static ElementKind KindOf(FrameKind kind) => kind switch
    {
        FrameKind.Message => ElementKind.Message,
        FrameKind.Ack => ElementKind.Ack,
        FrameKind.Keepalive2 => ElementKind.Keepalive2,
        FrameKind.Keepalive2Ack => ElementKind.Keepalive2Ack,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static uint[] LengthsOf(Preamble preamble) => [.. Enumerable.Range(0, preamble.Segments).Select(preamble.LengthOf)];

    private static MessageHeader HeaderOf(CephMessage message) => new()
    {
        Seq = message.Seq,
        Tid = message.Tid,
        Type = (ushort)message.Type,
        Priority = message.Priority,
        Version = message.Version,
        FrontLength = (uint)message.Front.Length,
        MiddleLength = (uint)message.Middle.Length,
        DataLength = (uint)message.Data.Length,
        DataOffset = message.DataOffset,
        Source = message.Source,
        CompatVersion = message.CompatVersion,
    };

    private void ReadMessages(ConversationLane lane)
    {
        while (lane.TryRead(out var frame))
        {
            var element = Create(lane, KindOf(frame.Kind), frame) with { Value = frame.Value, Stamp = frame.Stamp, Segments = Segments(lane, frame) };
            _elements.Add(frame.Message is { } message ? element with { Message = message, Header = HeaderOf(message) } : element);
        }

        lane.Finish();
        AddRefusedMessage(lane);
    }

    /// <summary>A message that is there whole but refused is an element still, so that its header can be looked at.</summary>
    private void AddRefusedMessage(ConversationLane lane)
    {
        if (_secure || lane.Error?.Kind is not (ProtocolError.HeaderCrc or ProtocolError.FrontCrc or ProtocolError.MiddleCrc or ProtocolError.DataCrc
            or ProtocolError.Aborted or ProtocolError.BadEpilogue))
            return;
        var bytes = lane.Bytes[lane.FrameStart..];
        var preamble = Preamble.Read(bytes);
        var header = MessageHeader2.Read(bytes[Preamble.WireSize..]);
        _elements.Add(new ConversationElement
        {
            Side = lane.Side,
            Kind = ElementKind.Message,
            Offset = lane.FrameStart,
            Length = lane.Read - lane.FrameStart,
            Segments = LengthsOf(preamble),
            IsIntact = lane.Error?.Kind is ProtocolError.Aborted or ProtocolError.BadEpilogue,
            Value = header.AckSeq,
            Header = new MessageHeader
            {
                Seq = header.Seq,
                Tid = header.Tid,
                Type = header.Type,
                Priority = header.Priority,
                Version = header.Version,
                FrontLength = preamble.Length1,
                MiddleLength = preamble.Length2,
                DataLength = preamble.Length3,
                DataOffset = header.DataOffset,
                CompatVersion = header.CompatVersion,
            },
        });
    }

    private void AddEncrypted(ConversationLane lane)
    {
        var start = lane.FrameStart;
        if (lane.SkipRest() is > 0 and var length)
            _elements.Add(new ConversationElement { Side = lane.Side, Kind = ElementKind.Encrypted, Offset = start, Length = length });
    }

    /// <summary>As the preamble has them where it can be seen, else as they must have been.</summary>
    private uint[] Segments(ConversationLane lane, in IncomingFrame frame, IHandshakePayload? payload = null)
    {
        if (!_secure)
            return LengthsOf(Preamble.Read(lane.Bytes[(int)frame.Offset..]));
        if (frame.Message is { } message)
            return LengthsOf(Preamble.OfMessage(message.Front.Length, message.Middle.Length, (uint)message.Data.Length));
        var writer = new WireWriter();
        payload?.Write(writer);
        return [payload is null ? sizeof(ulong) : (uint)writer.Length];
    }
}

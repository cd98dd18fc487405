using System.Buffers.Binary;

namespace CephActors.Framing.V1;

/// <content>The frames of an open session.</content>
internal sealed partial class FrameDecoder
{
    private readonly PayloadReader _payload = new();
    private MessagePhase _phase = null!;
    private FrameKind _numberKind;
    private MessageHeader _header;
    private IReceiveGate? _entered;

    /// <inheritdoc/>
    public override Memory<byte> Landing => _step == Step.Payload ? _payload.Landing : default;

    private long PayloadLength => (long)_header.FrontLength + _header.MiddleLength + _header.DataLength;

    private DecodeStatus ReadOpen(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        if (_step == Step.Tag && TryReadWhole(ref input, out frame))
            return DecodeStatus.Done;
        frame = default;
        if (_step == Step.Tag && ReadTag(ref input, ref frame, out var status))
            return status;
        if (_step == Step.Number)
            return ReadNumber(ref input, out frame);
        if (_step == Step.Header && ReadHeader(ref input) is var header and not DecodeStatus.Done)
            return header;
        if (_step == Step.Gate && !EnterGate())
            return DecodeStatus.Blocked;
        if (_step == Step.Payload && !ReadPayload(ref input))
            return DecodeStatus.NeedMore;
        return ReadFooter(ref input, out frame);
    }

    /// <summary>True if the tag, or its absence, settles what this call comes to.</summary>
    private bool ReadTag(ref ReadOnlySpan<byte> input, ref IncomingFrame frame, out DecodeStatus status)
    {
        FrameStart = Offset;
        status = DecodeStatus.NeedMore;
        if (input.IsEmpty)
            return true;
        var tag = (MessengerTag)input[0];
        input = input[1..];
        Offset++;
        switch (tag)
        {
            case MessengerTag.Message:
                _step = Step.Header;
                return false;
            case MessengerTag.Ack:
                return ExpectNumber(FrameKind.Ack);
            case MessengerTag.Keepalive2:
                return ExpectNumber(FrameKind.Keepalive2);
            case MessengerTag.Keepalive2Ack:
                return ExpectNumber(FrameKind.Keepalive2Ack);
            case MessengerTag.Keepalive:
            case MessengerTag.Close:
                var kind = tag == MessengerTag.Close ? FrameKind.Close : FrameKind.Keepalive;
                frame = new IncomingFrame(kind, FrameStart, 1);
                FrameStart = Offset;
                status = DecodeStatus.Done;
                return true;
            default:
                status = Refuse(ProtocolError.UnknownTag, "tag", FrameStart, $"{(byte)tag} means nothing in an open session");
                return true;
        }
    }

    private bool ExpectNumber(FrameKind kind)
    {
        _numberKind = kind;
        _step = Step.Number;
        return false;
    }

    private DecodeStatus ReadNumber(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        frame = default;
        if (!TryTake(ref input, sizeof(ulong), out var number))
            return DecodeStatus.NeedMore;
        return Finish(new IncomingFrame(_numberKind, FrameStart, 1 + sizeof(ulong), BinaryPrimitives.ReadUInt64LittleEndian(number)), out frame);
    }

    private DecodeStatus ReadHeader(ref ReadOnlySpan<byte> input)
    {
        if (!TryTake(ref input, MessageHeader.WireSize, out var bytes))
            return DecodeStatus.NeedMore;
        _header = MessageHeader.Read(bytes);
        var start = FrameStart + 1;
        if (options.CrcHeader && MessageHeader.ComputeCrc(bytes) is var crc && crc != _header.Crc)
            return RefuseCrc(ProtocolError.HeaderCrc, "header", start, _header.Crc, crc);
        var limits = options.Limits;
        var lengths = start + MessageHeader.LengthsOffset;
        if (_header.FrontLength > (uint)limits.Front)
            return RefuseLength(ProtocolError.FrontTooLong, "front_len", lengths, _header.FrontLength, limits.Front);
        if (_header.MiddleLength > (uint)limits.Middle)
            return RefuseLength(ProtocolError.MiddleTooLong, "middle_len", lengths + 4, _header.MiddleLength, limits.Middle);
        if (_header.DataLength > (uint)limits.Data)
            return RefuseLength(ProtocolError.DataTooLong, "data_len", lengths + 8, _header.DataLength, limits.Data);
        _step = Step.Gate;
        return DecodeStatus.Done;
    }

    private bool EnterGate()
    {
        if (_phase.Gate is { } gate)
        {
            if (!gate.TryEnter(PayloadLength))
                return false;
            _entered = gate;
        }

        _payload.Begin((int)_header.FrontLength, (int)_header.MiddleLength, (int)_header.DataLength, options.CrcHeader, options.CrcData, _entered?.Payloads);
        _step = Step.Payload;
        return true;
    }

    private bool ReadPayload(ref ReadOnlySpan<byte> input)
    {
        var before = input.Length;
        var whole = _payload.Fill(ref input);
        Offset += before - input.Length;
        if (whole)
            _step = Step.Footer;
        return whole;
    }

    private DecodeStatus ReadFooter(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        frame = default;
        var size = MessageFooter.SizeOf(_phase.MsgAuth);
        if (!TryTake(ref input, size, out var bytes))
            return DecodeStatus.NeedMore;
        var footer = MessageFooter.Read(bytes, _phase.MsgAuth);
        if (CheckFooter(footer, Offset - size) is var check and not DecodeStatus.Done)
            return check;
        var message = Receive(_header.Received, new MessageSections(_payload.Front, _payload.Middle, _payload.Data), _entered);

        // From here on the credits are the message's to return.
        _entered = null;
        _payload.Clear();
        return Finish(new IncomingFrame(FrameKind.Message, FrameStart, (int)(Offset - FrameStart), body: message), out frame);
    }

    private DecodeStatus CheckFooter(in MessageFooter footer, long offset)
    {
        if ((footer.Flags & MessageFooter.Complete) == 0)
            return Refuse(ProtocolError.Aborted, "flags", Offset - 1, $"0x{footer.Flags:x2}: the sender did not complete the message");
        var front = FrameStart + 1 + MessageHeader.WireSize;
        var middle = front + _header.FrontLength;
        if (options.CrcHeader && footer.FrontCrc != _payload.FrontCrc)
            return RefuseCrc(ProtocolError.FrontCrc, "front", front, footer.FrontCrc, _payload.FrontCrc);
        if (options.CrcHeader && footer.MiddleCrc != _payload.MiddleCrc)
            return RefuseCrc(ProtocolError.MiddleCrc, "middle", middle, footer.MiddleCrc, _payload.MiddleCrc);
        if (options.CrcData && (footer.Flags & MessageFooter.NoCrc) == 0 && footer.DataCrc != _payload.DataCrc)
            return RefuseCrc(ProtocolError.DataCrc, "data", middle + _header.MiddleLength, footer.DataCrc, _payload.DataCrc);
        if (_phase is not { MsgAuth: true, Signer: { } signer } || signer.Verify(_header, footer))
            return DecodeStatus.Done;
        var found = (footer.Flags & MessageFooter.Signed) != 0 ? "the signature does not fit the session key" : "the message is not signed";
        return Refuse(ProtocolError.BadSignature, "sig", offset + 12, found);
    }

    private DecodeStatus Finish(in IncomingFrame done, out IncomingFrame frame)
    {
        frame = done;
        _step = Step.Tag;
        FrameStart = Offset;
        return DecodeStatus.Done;
    }

    private void ReleaseMessage()
    {
        _payload.Clear();
        _authorizer = [];
        if (_entered is { } gate)
        {
            _entered = null;
            gate.ReturnDispatch(PayloadLength);
            gate.ReturnPolicy(PayloadLength);
        }
    }
}

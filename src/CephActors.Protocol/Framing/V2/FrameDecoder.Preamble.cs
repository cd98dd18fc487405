namespace CephActors.Framing.V2;

/// <content>The beginning of every frame.</content>
internal sealed partial class FrameDecoder
{
    private DecodeStatus ReadPreamble(ref ReadOnlySpan<byte> input)
    {
        var size = _cipher is not null && HasRevision1 ? SecureFrame.FirstPieceSize : Preamble.WireSize;
        if (!TryTake(ref input, size, out var bytes))
            return DecodeStatus.NeedMore;
        if (_cipher is null)
            return Accept(bytes);
        bytes.CopyTo(_head);
        if (HasRevision1)
            return _cipher.TryOpen(_head) ? Accept(_head) : RefuseForgery("preamble");
        Span<byte> plain = stackalloc byte[Preamble.WireSize];
        _cipher.Peek(bytes, plain);
        return Accept(plain);
    }

    /// <summary>Looks whether the preamble describes a frame that may come now, before anything is waited or reserved for.</summary>
    private DecodeStatus Accept(ReadOnlySpan<byte> bytes)
    {
        _preamble = Preamble.Read(bytes);
        if (Preamble.ComputeCrc(bytes) is var crc && crc != Preamble.ReadCrc(bytes))
            return RefuseCrc(ProtocolError.PreambleCrc, "preamble", FrameStart, Preamble.ReadCrc(bytes), crc);
        if ((bytes[Preamble.FlagsOffset] & Preamble.Compressed) != 0)
            return Refuse(ProtocolError.BadPreamble, "flags", FrameStart + Preamble.FlagsOffset, "compressed, which was not agreed on");
        if (_preamble.Segments is < 1 or > Preamble.MaxSegments)
            return RefuseSegments($"{_preamble.Segments} segments; a frame has 1 to {Preamble.MaxSegments}");
        if (_preamble.Segments > 1 && _preamble.LengthOf(_preamble.Segments - 1) == 0)
            return RefuseSegments($"the last of {_preamble.Segments} segments is empty");
        if (!MayCome(_preamble.Tag))
        {
            var state = _expected == Expectation.Messages ? "in an open session" : "in a handshake";
            return Refuse(ProtocolError.UnknownTag, "tag", FrameStart, $"{(byte)_preamble.Tag} means nothing {state}");
        }

        if (_preamble.Tag == FrameTag.Message)
            return AcceptMessage();
        if (_preamble.Segments > 1)
            return RefuseSegments($"{_preamble.Segments} segments; a frame with tag {(byte)_preamble.Tag} has one");
        if (_preamble.Length0 > MaxPayload)
            return RefuseLength(ProtocolError.FrameTooLong, "segment 0", LengthOffset(0), _preamble.Length0, MaxPayload);
        if (_cipher is null && _expected == Expectation.Handshake)
            bytes.CopyTo(_head);
        _step = Step.Payload;
        return DecodeStatus.Done;
    }

    private DecodeStatus AcceptMessage()
    {
        var limits = options.Limits;
        if (_preamble.Length0 != MessageHeader2.WireSize)
        {
            return Refuse(
                ProtocolError.BadPreamble, "segment 0", LengthOffset(0), $"{_preamble.Length0} bytes; a message header has {MessageHeader2.WireSize}");
        }

        if (_preamble.Length1 > (uint)limits.Front)
            return RefuseLength(ProtocolError.FrontTooLong, "segment 1", LengthOffset(1), _preamble.Length1, limits.Front);
        if (_preamble.Length2 > (uint)limits.Middle)
            return RefuseLength(ProtocolError.MiddleTooLong, "segment 2", LengthOffset(2), _preamble.Length2, limits.Middle);
        if (_preamble.Length3 > (uint)limits.Data)
            return RefuseLength(ProtocolError.DataTooLong, "segment 3", LengthOffset(3), _preamble.Length3, limits.Data);
        _step = Step.Gate;
        return DecodeStatus.Done;
    }

    private bool MayCome(FrameTag tag) => _expected == Expectation.Messages
        ? tag is FrameTag.Message or FrameTag.Ack or FrameTag.Keepalive2 or FrameTag.Keepalive2Ack
        : HandshakePayload.Knows(tag);

    private long LengthOffset(int segment) => FrameStart + Preamble.LengthsOffset + (segment * Preamble.LengthStride);

    private DecodeStatus RefuseSegments(string detail) => Refuse(ProtocolError.BadPreamble, "num_segments", FrameStart + 1, detail);

    private DecodeStatus RefuseForgery(string field)
        => Refuse(ProtocolError.NotAuthentic, field, FrameStart, "it is not what the peer encrypted here: changed, repeated, left out, or under another key");
}

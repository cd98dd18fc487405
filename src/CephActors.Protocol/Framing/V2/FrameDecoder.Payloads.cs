using System.Buffers.Binary;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <content>Banners, and frames of one segment: the handshake, acks and keepalives.</content>
internal sealed partial class FrameDecoder
{
    /// <summary>The longest banner payload that is read for a newer peer's sake.</summary>
    private const int MaxBanner = 1024;

    private int _bannerLength;

    private DecodeStatus ReadBanner(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        frame = default;
        if (_step == Step.Banner)
        {
            if (ReadText(ref input, Banner.Text) is var text and not DecodeStatus.Done)
                return text;
            _step = Step.BannerLength;
        }

        if (_step == Step.BannerLength)
        {
            if (!TryTake(ref input, sizeof(ushort), out var length))
                return DecodeStatus.NeedMore;
            _bannerLength = BinaryPrimitives.ReadUInt16LittleEndian(length);
            if (_bannerLength is < Banner.PayloadSize or > MaxBanner)
            {
                return Refuse(
                    ProtocolError.BadBanner, "banner length", FrameStart + Banner.Text.Length, $"{_bannerLength} bytes; it has {Banner.PayloadSize} to {MaxBanner}");
            }

            _step = Step.BannerPayload;
        }

        if (!TryTake(ref input, _bannerLength, out var payload))
            return DecodeStatus.NeedMore;
        var bytes = new byte[Banner.PrefixSize + payload.Length];
        Banner.Text.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(Banner.Text.Length), (ushort)payload.Length);
        payload.CopyTo(bytes.AsSpan(Banner.PrefixSize));
        return Finish(new IncomingFrame(FrameKind.Banner, FrameStart, bytes.Length, body: new BannerFrame(Banner.Read(payload), bytes)), out frame);
    }

    private DecodeStatus ReadPayload(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        frame = default;
        var length = (int)_preamble.Length0;
        var rest = _cipher is null ? length + PlainFrame.ClosingSize(length, _revision!.Value) : SecureRest(length);
        if (!TryTake(ref input, rest, out var bytes))
            return DecodeStatus.NeedMore;
        if (_cipher is null)
            return CheckPayload(bytes, length) is var plain and not DecodeStatus.Done ? plain : Deliver(bytes[..length], bytes, out frame);
        if (rest == 0)
            return Deliver(_head.AsSpan(Preamble.WireSize, length), default, out frame);
        return ReadSecurePayload(bytes, length, out frame);
    }

    /// <summary>Bytes still to come of an encrypted frame of one segment.</summary>
    private int SecureRest(int length)
    {
        var padded = SecureFrame.Pad(length);
        if (!HasRevision1)
            return padded + SecureFrame.ClosingSize;
        return padded > SecureFrame.InlineSize ? padded - SecureFrame.InlineSize + FrameCipher.TagSize : 0;
    }

    private DecodeStatus ReadSecurePayload(ReadOnlySpan<byte> bytes, int length, out IncomingFrame frame)
    {
        frame = default;
        if (HasRevision1)
        {
            var second = new byte[SecureFrame.InlineSize + bytes.Length];
            bytes.CopyTo(second.AsSpan(SecureFrame.InlineSize));
            if (!_cipher!.TryOpen(second.AsSpan(SecureFrame.InlineSize)))
                return RefuseForgery("payload");
            _head.AsSpan(Preamble.WireSize, SecureFrame.InlineSize).CopyTo(second);
            return Deliver(second.AsSpan(0, length), default, out frame);
        }

        var whole = new byte[Preamble.WireSize + bytes.Length];
        _head.AsSpan(0, Preamble.WireSize).CopyTo(whole);
        bytes.CopyTo(whole.AsSpan(Preamble.WireSize));
        if (!_cipher!.TryOpen(whole))
            return RefuseForgery("payload");
        return CheckLateStatus(whole[^SecureFrame.ClosingSize], Offset - SecureFrame.ClosingSize) is var late and not DecodeStatus.Done
            ? late
            : Deliver(whole.AsSpan(Preamble.WireSize, length), default, out frame);
    }

    private DecodeStatus CheckPayload(ReadOnlySpan<byte> bytes, int length)
    {
        var closing = bytes[length..];
        if (closing.IsEmpty)
            return DecodeStatus.Done;
        if (!HasRevision1 && CheckLateStatus(closing[0], Offset - closing.Length) is var late and not DecodeStatus.Done)
            return late;
        var stated = HasRevision1 ? BinaryPrimitives.ReadUInt32LittleEndian(closing) : Epilogue.ReadCrc(closing, 0);
        var computed = Crc32C.Append(Epilogue.CrcSeed, bytes[..length]);
        if (CheckCrc(ProtocolError.PayloadCrc, 0, FrameStart + Preamble.WireSize, stated, computed) is var check and not DecodeStatus.Done)
            return check;
        for (var i = 1; i < Preamble.MaxSegments && !HasRevision1; i++)
        {
            if (CheckCrc(ProtocolError.PayloadCrc, i, Offset - closing.Length, Epilogue.ReadCrc(closing, i), Epilogue.CrcSeed) is var absent and not DecodeStatus.Done)
                return absent;
        }

        return DecodeStatus.Done;
    }

    private DecodeStatus Deliver(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> rest, out IncomingFrame frame)
    {
        frame = default;
        var length = (int)(Offset - FrameStart);
        if (_expected == Expectation.Messages)
        {
            if (payload.Length < sizeof(ulong))
                return Refuse(ProtocolError.BadPayload, "payload", FrameStart + Preamble.WireSize, $"{payload.Length} bytes, it takes {sizeof(ulong)}");
            return Finish(new IncomingFrame(KindOf(_preamble.Tag), FrameStart, length, BinaryPrimitives.ReadUInt64LittleEndian(payload)), out frame);
        }

        if (HandshakePayload.Decode(_preamble.Tag, payload, out var error) is not { } said)
            return Refuse(ProtocolError.BadPayload, error.Field, FrameStart + Preamble.WireSize + error.Offset, error.Reason);
        byte[] bytes = _cipher is not null ? [] : [.. _head.AsSpan(0, Preamble.WireSize), .. rest];
        return Finish(new IncomingFrame(FrameKind.Handshake, FrameStart, length, body: new HandshakeFrame(said, bytes)), out frame);
    }

    private static FrameKind KindOf(FrameTag tag) => tag switch
    {
        FrameTag.Ack => FrameKind.Ack,
        FrameTag.Keepalive2 => FrameKind.Keepalive2,
        _ => FrameKind.Keepalive2Ack,
    };
}

using CephActors.Encoding;

namespace CephActors.Framing.V1;

/// <content>Messages that have arrived whole and are right: read at once, without a step for each part.</content>
internal sealed partial class FrameDecoder
{
    /// <summary>Longer payloads are worth collecting in their steps.</summary>
    private const int MaxWholePayload = 64 << 10;

    /// <summary>
    /// False, and nothing has been taken, if the next frame is anything but a whole and faultless message that may enter: the
    /// steps then find out what it is.
    /// </summary>
    private bool TryReadWhole(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        frame = default;
        const int PayloadOffset = 1 + MessageHeader.WireSize;
        if (input.Length < PayloadOffset || input[0] != (byte)MessengerTag.Message)
            return false;
        var header = MessageHeader.Read(input[1..]);
        var payload = (long)header.FrontLength + header.MiddleLength + header.DataLength;
        var footerSize = MessageFooter.SizeOf(_phase.MsgAuth);
        if (payload > MaxWholePayload || input.Length < PayloadOffset + payload + footerSize || !IsAllowed(header))
            return false;
        if (options.CrcHeader && MessageHeader.ComputeCrc(input[1..]) != header.Crc)
            return false;

        var bytes = input.Slice(PayloadOffset, (int)payload);
        var footer = MessageFooter.Read(input[(PayloadOffset + bytes.Length)..], _phase.MsgAuth);
        if (!IsIntact(header, footer, bytes) || (_phase.Gate is { } gate && !gate.TryEnter(payload)))
            return false;

        var length = PayloadOffset + bytes.Length + footerSize;
        frame = new IncomingFrame(FrameKind.Message, Offset, length, body: Create(header, bytes));
        input = input[length..];
        Offset += length;
        FrameStart = Offset;
        return true;
    }

    private bool IsAllowed(in MessageHeader header)
    {
        var limits = options.Limits;
        return header.FrontLength <= (uint)limits.Front && header.MiddleLength <= (uint)limits.Middle && header.DataLength <= (uint)limits.Data;
    }

    private bool IsIntact(in MessageHeader header, in MessageFooter footer, ReadOnlySpan<byte> payload)
    {
        if ((footer.Flags & MessageFooter.Complete) == 0)
            return false;
        var middle = (int)header.FrontLength;
        var data = middle + (int)header.MiddleLength;
        if (options.CrcHeader
            && (Crc32C.Append(0, payload[..middle]) != footer.FrontCrc || Crc32C.Append(0, payload[middle..data]) != footer.MiddleCrc))
        {
            return false;
        }

        if (options.CrcData && (footer.Flags & MessageFooter.NoCrc) == 0 && Crc32C.Append(0, payload[data..]) != footer.DataCrc)
            return false;
        return _phase is not { MsgAuth: true, Signer: { } signer } || signer.Verify(header, footer);
    }

    private CephMessage Create(in MessageHeader header, ReadOnlySpan<byte> payload)
    {
        byte[] memory = [];
        if (payload.Length > 0)
        {
            memory = PayloadPool.Rent(_phase.Gate?.Payloads, payload.Length);
            payload.CopyTo(memory);
        }

        var sections = new MessageSections(memory, (int)header.FrontLength, (int)header.MiddleLength, (int)header.DataLength);
        return Receive(header.Received, sections, _phase.Gate);
    }
}

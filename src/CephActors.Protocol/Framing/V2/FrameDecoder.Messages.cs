using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <content>Message frames, and how frames are closed.</content>
internal sealed partial class FrameDecoder
{
    private readonly PayloadReader _payload = new();
    private MessageHeader2 _header;
    private uint _headerCrc;
    private IReceiveGate? _entered;

    /// <inheritdoc/>
    public override Memory<byte> Landing => _step == Step.Sections ? _payload.Landing : default;

    private long PayloadLength => (long)_preamble.Length1 + _preamble.Length2 + _preamble.Length3;

    private DecodeStatus ReadMessage(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        frame = default;
        if (_step == Step.Gate && !EnterGate())
            return DecodeStatus.Blocked;
        if (_step == Step.Header && ReadHeader(ref input) is var header and not DecodeStatus.Done)
            return header;
        if (_step == Step.Sections && !ReadSections(ref input))
            return DecodeStatus.NeedMore;
        return _cipher is null ? ReadEpilogue(ref input, out frame) : OpenSections(out frame);
    }

    private bool EnterGate()
    {
        if (_session!.Gate is { } gate)
        {
            if (!gate.TryEnter(PayloadLength))
                return false;
            _entered = gate;
        }

        if (_cipher is null)
        {
            _payload.Begin((int)_preamble.Length1, (int)_preamble.Length2, (int)_preamble.Length3, headerCrc: true, dataCrc: true, _entered?.Payloads, Epilogue.CrcSeed);
            _step = Step.Header;
        }
        else
        {
            BeginSecure();
            _step = Step.Sections;
        }

        return true;
    }

    /// <summary>What is still to come of an encrypted message is collected whole: GCM cannot say of a part whether it is genuine.</summary>
    private void BeginSecure()
    {
        var sections = SecureFrame.PaddedSections(_preamble) + SecureFrame.ClosingSize;
        if (HasRevision1)
        {
            _header = MessageHeader2.Read(_head.AsSpan(Preamble.WireSize));
            _payload.Begin(_preamble.Segments > 1 ? sections : 0, 0, 0, headerCrc: false, dataCrc: false, _entered?.Payloads);
            return;
        }

        ReadOnlySpan<byte> head = _head.AsSpan(0, Preamble.WireSize);
        _payload.Begin(SecureFrame.SectionsStart0 + sections, 0, 0, headerCrc: false, dataCrc: false, _entered?.Payloads);
        _payload.Fill(ref head);
    }

    private DecodeStatus ReadHeader(ref ReadOnlySpan<byte> input)
    {
        var size = MessageHeader2.WireSize + (HasRevision1 ? sizeof(uint) : 0);
        if (!TryTake(ref input, size, out var bytes))
            return DecodeStatus.NeedMore;
        _header = MessageHeader2.Read(bytes);
        _headerCrc = Crc32C.Append(Epilogue.CrcSeed, bytes[..MessageHeader2.WireSize]);
        _step = Step.Sections;
        return HasRevision1
            ? CheckCrc(ProtocolError.HeaderCrc, 0, Offset - size, BinaryPrimitives.ReadUInt32LittleEndian(bytes[MessageHeader2.WireSize..]), _headerCrc)
            : DecodeStatus.Done;
    }

    private bool ReadSections(ref ReadOnlySpan<byte> input)
    {
        var before = input.Length;
        var whole = _payload.Fill(ref input);
        Offset += before - input.Length;
        if (whole)
            _step = Step.Epilogue;
        return whole;
    }

    private DecodeStatus ReadEpilogue(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        frame = default;
        if (!HasRevision1 || _preamble.Segments > 1)
        {
            var size = HasRevision1 ? Epilogue.Size1 : Epilogue.Size0;
            if (!TryTake(ref input, size, out var bytes))
                return DecodeStatus.NeedMore;
            if (CheckEpilogue(bytes) is var check and not DecodeStatus.Done)
                return check;
            if (IsAborted(bytes[0]))
                return PassOver(out frame);
            if (CheckLateStatus(bytes[0], Offset - size) is var late and not DecodeStatus.Done)
                return late;
        }

        return DeliverMessage(_payload.Front, _payload.Middle, _payload.Data, out frame);
    }

    private DecodeStatus CheckEpilogue(ReadOnlySpan<byte> epilogue)
    {
        var start = Offset - epilogue.Length - PayloadLength;
        var first = HasRevision1 ? 0 : 1;
        if (!HasRevision1
            && CheckCrc(ProtocolError.HeaderCrc, 0, FrameStart + Preamble.WireSize, Epilogue.ReadCrc(epilogue, 0), _headerCrc) is var header and not DecodeStatus.Done)
            return header;
        if (CheckCrc(ProtocolError.FrontCrc, 1, start, Epilogue.ReadCrc(epilogue, first), _payload.FrontCrc) is var front and not DecodeStatus.Done)
            return front;
        start += _preamble.Length1;
        if (CheckCrc(ProtocolError.MiddleCrc, 2, start, Epilogue.ReadCrc(epilogue, first + 1), _payload.MiddleCrc) is var middle and not DecodeStatus.Done)
            return middle;
        return CheckCrc(ProtocolError.DataCrc, 3, start + _preamble.Length2, Epilogue.ReadCrc(epilogue, first + 2), _payload.DataCrc);
    }

    private DecodeStatus OpenSections(out IncomingFrame frame)
    {
        frame = default;
        if (HasRevision1 && _preamble.Segments == 1)
            return DeliverMessage(default, default, default, out frame);
        var piece = MemoryMarshal.AsMemory(_payload.Front);
        if (!_cipher!.TryOpen(piece.Span))
            return RefuseForgery("payload");
        var status = piece.Span[^SecureFrame.ClosingSize];
        if (IsAborted(status))
            return PassOver(out frame);
        if (CheckLateStatus(status, Offset - SecureFrame.ClosingSize) is var late and not DecodeStatus.Done)
            return late;
        if (!HasRevision1)
            _header = MessageHeader2.Read(piece.Span[Preamble.WireSize..]);
        var front = HasRevision1 ? 0 : SecureFrame.SectionsStart0;
        var middle = front + SecureFrame.Pad((int)_preamble.Length1);
        var data = middle + SecureFrame.Pad((int)_preamble.Length2);
        middle = Adjoin(piece.Span, middle, (int)_preamble.Length2, data, _preamble.Length3);
        front = Adjoin(piece.Span, front, (int)_preamble.Length1, middle, (long)_preamble.Length2 + _preamble.Length3);
        return DeliverMessage(
            piece.Slice(front, (int)_preamble.Length1),
            piece.Slice(middle, (int)_preamble.Length2),
            new ReadOnlySequence<byte>(piece.Slice(data, (int)_preamble.Length3)),
            out frame);
    }

    /// <summary>Moves a section over its padding, up to what follows, as if nothing had been between them; returns where it begins then.</summary>
    private static int Adjoin(Span<byte> piece, int start, int length, int next, long followed)
    {
        if (followed == 0 || next - length == start)
            return start;
        piece.Slice(start, length).CopyTo(piece[(next - length)..]);
        return next - length;
    }

    private DecodeStatus DeliverMessage(ReadOnlyMemory<byte> front, ReadOnlyMemory<byte> middle, ReadOnlySequence<byte> data, out IncomingFrame frame)
    {
        var message = Receive(_header.ReceivedFrom(_session!.Peer), new MessageSections(front, middle, data), _entered);

        // From here on the credits are the message's to return.
        _entered = null;
        _payload.Clear();
        return Finish(new IncomingFrame(FrameKind.Message, FrameStart, (int)(Offset - FrameStart), _header.AckSeq, message), out frame);
    }

    private DecodeStatus PassOver(out IncomingFrame frame)
    {
        ReleaseMessage();
        return Finish(default, out frame);
    }

    /// <summary>Only revision 1 tells a frame given up from one with a changed bit; nobody gives up frames of revision 0.</summary>
    private bool IsAborted(byte status) => HasRevision1 && status == Epilogue.Aborted;

    private DecodeStatus CheckLateStatus(byte status, long offset)
    {
        if (status == Epilogue.CompleteOf(_revision!.Value))
            return DecodeStatus.Done;
        return !HasRevision1 && status == Epilogue.Aborted
            ? Refuse(ProtocolError.Aborted, "late_flags", offset, "the sender did not complete the frame")
            : Refuse(ProtocolError.BadEpilogue, HasRevision1 ? "late_status" : "late_flags", offset, $"0x{status:x2} means nothing");
    }

    /// <summary>Senders give 0 for a segment that is not there, or what an empty one has.</summary>
    private DecodeStatus CheckCrc(ProtocolError kind, int segment, long offset, uint stated, uint computed) =>
        stated == computed || (stated == 0 && segment >= _preamble.Segments)
            ? DecodeStatus.Done
            : RefuseCrc(kind, $"segment {segment}", offset, stated, computed);

    private void ReleaseMessage()
    {
        _payload.Clear();
        if (_entered is { } gate)
        {
            _entered = null;
            gate.ReturnDispatch(PayloadLength);
            gate.ReturnPolicy(PayloadLength);
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <content>Messages of revision 1 in crc mode that have arrived whole and are right: read at once, without a step for each part.</content>
internal sealed partial class FrameDecoder
{
    /// <summary>Longer payloads are worth collecting in their steps.</summary>
    private const int MaxWholePayload = 64 << 10;

    private const int HeaderEnd = Preamble.WireSize + MessageHeader2.WireSize;

    private const int SectionsOffset = HeaderEnd + sizeof(uint);

    /// <summary>
    /// False, and nothing has been taken, if the next frame is anything but a whole and faultless message that may enter: the
    /// steps then find out what it is.
    /// </summary>
    private bool TryReadWhole(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        frame = default;
        if (input.Length < SectionsOffset || input[0] != (byte)FrameTag.Message || _cipher is not null || !HasRevision1 || !IsAtBoundary)
            return false;
        var preamble = Preamble.Read(input);
        var payload = (long)preamble.Length1 + preamble.Length2 + preamble.Length3;
        var closing = preamble.Segments > 1 ? Epilogue.Size1 : 0;
        if (payload > MaxWholePayload || input.Length < SectionsOffset + payload + closing || !IsAllowed(preamble, input))
            return false;
        var sections = input.Slice(SectionsOffset, (int)payload);
        if (!IsIntact(preamble, input, sections) || (_session!.Gate is { } gate && !gate.TryEnter(payload)))
            return false;

        _preamble = preamble;
        _header = MessageHeader2.Read(input[Preamble.WireSize..]);
        _entered = _session.Gate;
        var length = SectionsOffset + sections.Length + closing;
        input = input[length..];
        Offset += length;
        var memory = sections.Length == 0 ? [] : PayloadPool.Rent(_entered?.Payloads, sections.Length);
        sections.CopyTo(memory);
        var (middle, data) = ((int)preamble.Length1, (int)(preamble.Length1 + preamble.Length2));
        DeliverMessage(
            memory.AsMemory(0, middle), memory.AsMemory(middle, data - middle), new ReadOnlySequence<byte>(memory, data, sections.Length - data), out frame);
        return true;
    }

    private bool IsAllowed(in Preamble preamble, ReadOnlySpan<byte> bytes)
    {
        var limits = options.Limits;
        return preamble == Preamble.OfMessage((int)preamble.Length1, (int)preamble.Length2, preamble.Length3)
            && (bytes[Preamble.FlagsOffset] & Preamble.Compressed) == 0
            && preamble.Length1 <= (uint)limits.Front && preamble.Length2 <= (uint)limits.Middle && preamble.Length3 <= (uint)limits.Data;
    }

    private static bool IsIntact(in Preamble preamble, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> sections)
    {
        if (Preamble.ComputeCrc(bytes) != Preamble.ReadCrc(bytes)
            || Crc32C.Append(Epilogue.CrcSeed, bytes[Preamble.WireSize..HeaderEnd]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[HeaderEnd..]))
            return false;
        if (preamble.Segments == 1)
            return true;
        var epilogue = bytes[(SectionsOffset + sections.Length)..];
        if (epilogue[0] != Epilogue.Complete)
            return false;
        for (var i = 1; i < Preamble.MaxSegments; i++)
        {
            var section = sections[..(int)preamble.LengthOf(i)];
            var stated = Epilogue.ReadCrc(epilogue, i - 1);
            if (stated != (i < preamble.Segments ? Crc32C.Append(Epilogue.CrcSeed, section) : 0))
                return false;
            sections = sections[section.Length..];
        }

        return true;
    }
}

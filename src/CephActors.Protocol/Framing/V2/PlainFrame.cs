using System.Buffers.Binary;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>Frames of one segment in crc mode, which all are until the mode is settled. Ceph: <c>src/msg/async/frames_v2.cc</c>, <c>FrameAssembler</c>.</summary>
internal static class PlainFrame
{
    /// <summary>Where a segment's checksum begins.</summary>
    public const uint CrcSeed = uint.MaxValue;

    /// <summary>Bytes behind the segments in revision 0: late_flags and four checksums.</summary>
    public const int EpilogueSize0 = 17;

    /// <summary>Bytes behind the segments of a frame of several in revision 1: late_status and three checksums.</summary>
    public const int EpilogueSize1 = 13;

    /// <summary>The bytes of a handshake frame as it is sent before the mode is settled.</summary>
    public static byte[] Encode(IHandshakePayload payload, FrameRevision revision)
    {
        var writer = new WireWriter();
        payload.Write(writer);
        var bytes = new byte[SizeOf(writer.Length, revision)];
        Write(payload.Tag, writer.Written, revision, bytes);
        return bytes;
    }

    /// <summary>How long a frame with a segment of this length is.</summary>
    public static int SizeOf(int length, FrameRevision revision) => Preamble.WireSize + length + revision switch
    {
        FrameRevision.Zero => EpilogueSize0,
        _ => length == 0 ? 0 : sizeof(uint),
    };

    /// <summary>Writes a frame to exactly the bytes it takes.</summary>
    public static void Write(FrameTag tag, ReadOnlySpan<byte> segment, FrameRevision revision, Span<byte> output)
    {
        new Preamble(tag, 1, (uint)segment.Length).Write(output);
        output = output[Preamble.WireSize..];
        segment.CopyTo(output);
        output = output[segment.Length..];
        if (revision == FrameRevision.Zero)
        {
            output.Clear();
            output = output[1..]; // late_flags: not aborted
        }

        if (!output.IsEmpty)
            BinaryPrimitives.WriteUInt32LittleEndian(output, Crc32C.Append(CrcSeed, segment));
    }
}

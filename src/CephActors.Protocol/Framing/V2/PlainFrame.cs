using System.Buffers.Binary;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>Frames of one segment in crc mode, which all are until the mode is settled. Ceph: <c>src/msg/async/frames_v2.cc</c>, <c>FrameAssembler</c>.</summary>
internal static class PlainFrame
{
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
    public static int SizeOf(int length, FrameRevision revision) => Preamble.WireSize + length + ClosingSize(length, revision);

    /// <summary>How many bytes stand behind a segment of this length.</summary>
    public static int ClosingSize(int length, FrameRevision revision) =>
        revision == FrameRevision.Zero ? Epilogue.Size0 : length == 0 ? 0 : sizeof(uint);

    /// <summary>Writes a frame to exactly the bytes it takes.</summary>
    public static void Write(FrameTag tag, ReadOnlySpan<byte> segment, FrameRevision revision, Span<byte> output)
    {
        new Preamble(tag, 1, (uint)segment.Length).Write(output);
        output = output[Preamble.WireSize..];
        segment.CopyTo(output);
        output = output[segment.Length..];
        if (output.IsEmpty)
            return;
        var crc = Crc32C.Append(Epilogue.CrcSeed, segment);
        if (revision == FrameRevision.One)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(output, crc);
            return;
        }

        output.Clear();
        Epilogue.WriteCrc(output, 0, crc);
    }
}

using System.Buffers.Binary;

namespace CephActors.Framing.V1;

/// <summary>The highest number received, as both sides say it once after tag SEQ.</summary>
/// <param name="Seq">The number.</param>
internal sealed record SequenceFrame(ulong Seq)
{
    /// <summary>The bytes to send.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Seq);
        return bytes;
    }
}

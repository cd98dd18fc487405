using System.Buffers.Binary;

namespace CephActors.Encoding;

/// <summary>
/// Writes Ceph's little-endian encodings into a buffer that grows. One writer may be used again after <see cref="Reset"/>.
/// Not for several threads at once. Ceph: <c>src/include/encoding.h</c>.
/// </summary>
/// <param name="capacity">Bytes to begin with; it grows by itself.</param>
public sealed partial class WireWriter(int capacity = 256)
{
    private byte[] _buffer = new byte[Math.Max(capacity, 16)];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Valid until the next write or <see cref="Reset"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Begins anew, with the same buffer.</summary>
    public void Reset() => Length = 0;

    /// <summary>One byte.</summary>
    public void WriteU8(byte value) => Take(1)[0] = value;

    /// <summary>Two bytes, unsigned.</summary>
    public void WriteU16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    /// <summary>Four bytes, unsigned.</summary>
    public void WriteU32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary>Eight bytes, unsigned.</summary>
    public void WriteU64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    /// <summary>Two bytes, signed.</summary>
    public void WriteS16(short value) => WriteU16((ushort)value);

    /// <summary>Four bytes, signed.</summary>
    public void WriteS32(int value) => WriteU32((uint)value);

    /// <summary>Eight bytes, signed.</summary>
    public void WriteS64(long value) => WriteU64((ulong)value);

    /// <summary>One byte, 1 or 0.</summary>
    public void WriteBool(bool value) => WriteU8(value ? (byte)1 : (byte)0);

    /// <summary>16 bytes in the order of the text form.</summary>
    public void WriteUuid(Guid value) => value.TryWriteBytes(Take(16), bigEndian: true, out _);

    /// <summary>Seconds and nanoseconds, four bytes each.</summary>
    public void WriteUTime(UTime value)
    {
        WriteU32(value.Seconds);
        WriteU32(value.Nanoseconds);
    }

    /// <summary>Seconds and nanoseconds, four bytes each, signed.</summary>
    public void WriteSignedSpan(SignedSpan value)
    {
        WriteS32(value.Seconds);
        WriteS32(value.Nanoseconds);
    }

    /// <summary>The bytes as they are.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>So many zero bytes.</summary>
    public void WriteZeros(int count) => Take(count).Clear();

    /// <summary>A 32-bit length and the bytes.</summary>
    public void WriteBlob(ReadOnlySpan<byte> bytes)
    {
        WriteU32((uint)bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>A 32-bit length and the text in UTF-8.</summary>
    public void WriteString(string value)
    {
        int count = System.Text.Encoding.UTF8.GetByteCount(value);
        WriteU32((uint)count);
        System.Text.Encoding.UTF8.GetBytes(value, Take(count));
    }

    /// <summary>Starts a versioned structure; its length is filled in by <see cref="EndEnvelope"/>, which takes the mark returned here.</summary>
    public int BeginEnvelope(byte version, byte compat)
    {
        WriteU8(version);
        WriteU8(compat);
        return BeginBlob();
    }

    /// <summary>Ends the structure that the mark was returned for.</summary>
    public void EndEnvelope(int mark) => EndBlob(mark);

    /// <summary>Starts a blob of unknown length; pass the mark to <see cref="EndBlob"/>.</summary>
    public int BeginBlob()
    {
        int mark = Length;
        WriteU32(0);
        return mark;
    }

    /// <summary>Ends the blob that the mark was returned for.</summary>
    public void EndBlob(int mark) =>
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(mark), (uint)(Length - mark - sizeof(uint)));

    private Span<byte> Take(int count)
    {
        int start = Length;
        int needed = checked(start + count);
        if (needed > _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min(Math.Max((long)_buffer.Length * 2, needed), Array.MaxLength));
        Length = needed;
        return _buffer.AsSpan(start, count);
    }
}

using System.Buffers.Binary;

namespace CephActors.Encoding;

/// <summary>
/// Reads Ceph's little-endian encodings from a buffer that an untrusted peer filled. It never throws: the first failure is kept,
/// everything read after it is the default value and nothing remains, so a decoder may read on and look at <see cref="Failed"/> once at its end.
/// Ceph: <c>src/include/encoding.h</c>.
/// </summary>
/// <param name="buffer">What to read. The names of fields that its methods take are for the text of a failure.</param>
public ref partial struct WireReader(ReadOnlySpan<byte> buffer)
{
    private readonly ReadOnlySpan<byte> _buffer = buffer;
    private int _end = buffer.Length;
    private int _offset;

    /// <summary>Bytes consumed so far; after a failure, where the failing field starts.</summary>
    public readonly int Offset => _offset;

    /// <summary>Bytes left in the innermost open envelope, or in the buffer; 0 after a failure.</summary>
    public readonly int Remaining => Failed ? 0 : _end - _offset;

    /// <summary>Whether something could not be read.</summary>
    public bool Failed { get; private set; }

    /// <summary>The first failure; the default value while there is none.</summary>
    public WireError Error { get; private set; }

    /// <summary>Records a failure at the present offset, unless there is an earlier one.</summary>
    public void Fail(string field, string reason)
    {
        if (Failed)
            return;
        Failed = true;
        Error = new WireError(field, _offset, reason);
    }

    /// <summary>One byte.</summary>
    public byte ReadU8(string field) => TryTake(1, field, out var bytes) ? bytes[0] : default;

    /// <summary>Two bytes, unsigned.</summary>
    public ushort ReadU16(string field) => TryTake(2, field, out var bytes) ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : default;

    /// <summary>Four bytes, unsigned.</summary>
    public uint ReadU32(string field) => TryTake(4, field, out var bytes) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : default;

    /// <summary>Eight bytes, unsigned.</summary>
    public ulong ReadU64(string field) => TryTake(8, field, out var bytes) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : default;

    /// <summary>Two bytes, signed.</summary>
    public short ReadS16(string field) => (short)ReadU16(field);

    /// <summary>Four bytes, signed.</summary>
    public int ReadS32(string field) => (int)ReadU32(field);

    /// <summary>Eight bytes, signed.</summary>
    public long ReadS64(string field) => (long)ReadU64(field);

    /// <summary>Any byte but zero is true.</summary>
    public bool ReadBool(string field) => ReadU8(field) != 0;

    /// <summary>16 bytes in the order of the text form.</summary>
    public Guid ReadUuid(string field) => TryTake(16, field, out var bytes) ? new Guid(bytes, bigEndian: true) : default;

    /// <summary>Seconds and nanoseconds, four bytes each.</summary>
    public UTime ReadUTime(string field) => TryTake(UTime.WireSize, field, out var bytes)
        ? new UTime(BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]))
        : default;

    /// <summary>Seconds and nanoseconds, four bytes each, signed.</summary>
    public SignedSpan ReadSignedSpan(string field) => TryTake(SignedSpan.WireSize, field, out var bytes)
        ? new SignedSpan(BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]))
        : default;

    /// <summary>So many bytes; a piece of the buffer.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count, string field) => TryTake(count, field, out var bytes) ? bytes : default;

    /// <summary>A 32-bit length and that many bytes; refused if fewer are left.</summary>
    public ReadOnlySpan<byte> ReadBlob(string field)
    {
        int start = _offset;
        uint length = ReadU32(field);
        if (Failed)
            return default;
        if (length > (uint)Remaining)
        {
            _offset = start;
            Fail(field, $"length {length} exceeds the {_end - start - 4} bytes left");
            return default;
        }
        return ReadBytes((int)length, field);
    }

    /// <summary>UTF-8 by custom; Ceph does not check it, so other bytes become replacement characters.</summary>
    public string ReadString(string field) => System.Text.Encoding.UTF8.GetString(ReadBlob(field));

    /// <summary>A 32-bit element count, refused if that many elements of at least the given size cannot follow.</summary>
    public int ReadCount(int minElementSize, string field)
    {
        int start = _offset;
        uint count = ReadU32(field);
        if (Failed)
            return 0;
        if ((ulong)count * (uint)Math.Max(minElementSize, 1) > (uint)Remaining)
        {
            _offset = start;
            Fail(field, $"count {count} needs more than the {_end - start - 4} bytes left");
            return 0;
        }
        return (int)count;
    }

    /// <summary>
    /// Opens a versioned structure; until <see cref="EndEnvelope"/> reads are limited to its body. Refused if it says that a reader
    /// of <paramref name="supportedVersion"/> cannot understand it, or if the body is longer than what is left.
    /// </summary>
    public Envelope BeginEnvelope(byte supportedVersion, string field)
    {
        int start = _offset;
        byte version = ReadU8(field);
        byte compat = ReadU8(field);
        uint length = ReadU32(field);
        if (!Failed && compat > supportedVersion)
        {
            _offset = start;
            Fail(field, $"version {version} needs a reader of version {compat}, this one knows {supportedVersion}");
        }
        else if (!Failed && length > (uint)Remaining)
        {
            _offset = start;
            Fail(field, $"body of {length} bytes exceeds the {_end - start - 6} bytes left");
        }
        if (Failed)
            return new Envelope(0, 0, _end, _end);
        var envelope = new Envelope(version, compat, _offset + (int)length, _end);
        _end = envelope.End;
        return envelope;
    }

    /// <summary>Closes a structure, skipping whatever a newer writer added to its end.</summary>
    public void EndEnvelope(in Envelope envelope)
    {
        if (Failed)
            return;
        _offset = envelope.End;
        _end = envelope.OuterEnd;
    }

    private bool TryTake(int count, string field, out ReadOnlySpan<byte> bytes)
    {
        if (!Failed && (uint)count <= (uint)(_end - _offset))
        {
            bytes = _buffer.Slice(_offset, count);
            _offset += count;
            return true;
        }
        bytes = default;
        if (!Failed)
            Fail(field, $"needs {count} bytes, {_end - _offset} are left");
        return false;
    }
}

using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// One operation on an object. Wire: code (2), flags (4), 28 bytes whose meaning depends on the code, payload length (4).
/// Ceph: <c>src/include/rados.h</c>, <c>struct ceph_osd_op</c>.
/// </summary>
/// <remarks>
/// The 28 bytes are named after what reads and writes keep in them; of other operations the same fields hold what the union
/// of Ceph has at those places.
/// </remarks>
/// <param name="Code">What to do, such as <see cref="Write"/>.</param>
/// <param name="Offset">Where in the object.</param>
/// <param name="Length">How many bytes.</param>
public readonly record struct OsdOperation(ushort Code, ulong Offset, ulong Length)
{
    /// <summary>Reads a part of an object. Ceph: <c>CEPH_OSD_OP_READ</c>.</summary>
    public const ushort Read = 0x1201;

    /// <summary>Writes a part of an object. Ceph: <c>CEPH_OSD_OP_WRITE</c>.</summary>
    public const ushort Write = 0x2201;

    /// <summary>Replaces an object. Ceph: <c>CEPH_OSD_OP_WRITEFULL</c>.</summary>
    public const ushort WriteFull = 0x2202;

    internal const int WireSize = 2 + 4 + 28 + 4;

    /// <summary>Ceph: <c>CEPH_OSD_OP_FLAG_*</c>.</summary>
    public uint Flags { get; init; }

    /// <summary>A size the object was cut to before, and since when.</summary>
    public ulong TruncateSize { get; init; }

    /// <summary>Counts the cuts.</summary>
    public uint TruncateSeq { get; init; }

    /// <summary>How much of the message's data belongs to the operation.</summary>
    public uint PayloadLength { get; init; }

    internal static OsdOperation ReadFrom(ref WireReader reader, string field)
    {
        ushort code = reader.ReadU16(field);
        uint flags = reader.ReadU32(field);
        return new OsdOperation(code, reader.ReadU64(field), reader.ReadU64(field))
        {
            Flags = flags,
            TruncateSize = reader.ReadU64(field),
            TruncateSeq = reader.ReadU32(field),
            PayloadLength = reader.ReadU32(field),
        };
    }

    internal void WriteTo(WireWriter writer)
    {
        writer.WriteU16(Code);
        writer.WriteU32(Flags);
        writer.WriteU64(Offset);
        writer.WriteU64(Length);
        writer.WriteU64(TruncateSize);
        writer.WriteU32(TruncateSeq);
        writer.WriteU32(PayloadLength);
    }
}

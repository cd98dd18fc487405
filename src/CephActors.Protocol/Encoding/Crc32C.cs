using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CephActors.Encoding;

/// <summary>
/// CRC-32C (Castagnoli, reflected) as Ceph uses it: the starting value is the caller's and nothing is inverted before or after,
/// so a checksum can be continued from where it stopped. Ceph: <c>src/common/crc32c.cc</c>.
/// </summary>
/// <remarks>
/// The way is chosen when the program runs, by what its processor offers: carry-less multiplication over vectors of 512 or 256
/// bits for longer inputs (<see cref="Crc32CFolding"/>), the CRC instruction for shorter ones and where that is all there is
/// (<see cref="Crc32CInstruction"/>), tables elsewhere. All give the same answers.
/// </remarks>
internal static class Crc32C
{
    /// <summary>Continues a checksum over more bytes; no bytes leave it as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        if (!Crc32CInstruction.IsSupported)
            return AppendTable(crc, data);
        return data.Length < Crc32CFolding.Least ? Crc32CInstruction.AppendOne(crc, data) : AppendLong(crc, data);
    }

    public static uint Append(uint crc, in ReadOnlySequence<byte> data)
    {
        if (data.IsSingleSegment)
            return Append(crc, data.FirstSpan);
        foreach (var segment in data)
            crc = Append(crc, segment.Span);
        return crc;
    }

    /// <summary>The path of processors without CRC-32C: eight bytes a step through eight tables.</summary>
    internal static uint AppendTable(uint crc, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> table = Crc32CTables.Slices;
        while (data.Length >= sizeof(ulong))
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(data) ^ crc;
            crc = table[(7 * 256) + (int)(word & 0xff)]
                ^ table[(6 * 256) + (int)((word >> 8) & 0xff)]
                ^ table[(5 * 256) + (int)((word >> 16) & 0xff)]
                ^ table[(4 * 256) + (int)((word >> 24) & 0xff)]
                ^ table[(3 * 256) + (int)((word >> 32) & 0xff)]
                ^ table[(2 * 256) + (int)((word >> 40) & 0xff)]
                ^ table[256 + (int)((word >> 48) & 0xff)]
                ^ table[(int)(word >> 56)];
            data = data[sizeof(ulong)..];
        }
        foreach (byte value in data)
            crc = table[(int)((crc ^ value) & 0xff)] ^ (crc >> 8);
        return crc;
    }

    private static uint AppendLong(uint crc, ReadOnlySpan<byte> data)
    {
        if (Crc32CFolding.IsSupported512)
            return Crc32CFolding.Append512(crc, data);
        return Crc32CFolding.IsSupported256 ? Crc32CFolding.Append256(crc, data) : Crc32CInstruction.Append(crc, data);
    }
}

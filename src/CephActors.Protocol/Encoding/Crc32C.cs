using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CephActors.Encoding;

/// <summary>
/// CRC-32C (Castagnoli, reflected) as Ceph uses it: the starting value is the caller's and nothing is inverted before or after,
/// so a checksum can be continued from where it stopped. Ceph: <c>src/common/crc32c.cc</c>.
/// </summary>
/// <remarks>
/// A processor's CRC instruction takes three cycles but starts every cycle, so long inputs are cut into three streams that run side by side;
/// their results are joined by appending zeros to a checksum, which is linear and therefore four table look-ups.
/// </remarks>
internal static class Crc32C
{
    private const int LongStream = 2048;
    private const int ShortStream = 256;

    private static readonly bool HasHardware =
        System.Runtime.Intrinsics.X86.Sse42.X64.IsSupported || System.Runtime.Intrinsics.Arm.Crc32.Arm64.IsSupported;

    private static readonly uint[] LongShift = Crc32CTables.BuildShift(LongStream);
    private static readonly uint[] ShortShift = Crc32CTables.BuildShift(ShortStream);

    /// <summary>Continues a checksum over more bytes; no bytes leave it as it is.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data) =>
        HasHardware ? AppendHardware(crc, data) : AppendTable(crc, data);

    public static uint Append(uint crc, in ReadOnlySequence<byte> data)
    {
        if (data.IsSingleSegment)
            return Append(crc, data.FirstSpan);
        foreach (var segment in data)
            crc = Append(crc, segment.Span);
        return crc;
    }

    /// <summary>The path taken where the processor knows CRC-32C.</summary>
    internal static uint AppendHardware(uint crc, ReadOnlySpan<byte> data)
    {
        while (data.Length >= 3 * LongStream)
        {
            crc = AppendThree(crc, data[..(3 * LongStream)], LongShift);
            data = data[(3 * LongStream)..];
        }
        while (data.Length >= 3 * ShortStream)
        {
            crc = AppendThree(crc, data[..(3 * ShortStream)], ShortShift);
            data = data[(3 * ShortStream)..];
        }
        return AppendOne(crc, data);
    }

    /// <summary>The path taken elsewhere: eight bytes a step through eight tables.</summary>
    internal static uint AppendTable(uint crc, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> table = Crc32CTables.Slices;
        while (data.Length >= sizeof(ulong))
        {
            ulong word = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(data) ^ crc;
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

    /// <summary>The checksum after <c>count</c> zero bytes, where the table was built for that count.</summary>
    internal static uint Shift(uint crc, ReadOnlySpan<uint> table) =>
        table[(int)(crc & 0xff)]
        ^ table[256 + (int)((crc >> 8) & 0xff)]
        ^ table[512 + (int)((crc >> 16) & 0xff)]
        ^ table[768 + (int)(crc >> 24)];

    private static uint AppendOne(uint crc, ReadOnlySpan<byte> data)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (ulong word in words)
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        foreach (byte value in data[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, value);
        return crc;
    }

    private static uint AppendThree(uint crc, ReadOnlySpan<byte> data, uint[] shift)
    {
        // Only reached on little-endian machines: the two instruction sets with CRC-32C that .NET runs on are.
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        int count = words.Length / 3;
        var first = words[..count];
        var second = words.Slice(count, count);
        var third = words.Slice(2 * count, count);
        uint crc1 = 0, crc2 = 0;
        for (int i = 0; i < first.Length && i < second.Length && i < third.Length; i++)
        {
            crc = BitOperations.Crc32C(crc, first[i]);
            crc1 = BitOperations.Crc32C(crc1, second[i]);
            crc2 = BitOperations.Crc32C(crc2, third[i]);
        }
        return Shift(Shift(crc, shift) ^ crc1, shift) ^ crc2;
    }
}

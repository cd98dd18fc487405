using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace CephActors.Encoding;

/// <summary>CRC-32C with the processor's own instruction for it.</summary>
/// <remarks>
/// The instruction takes three cycles but starts every cycle, so long inputs are cut into three streams that run side by side;
/// their results are joined by appending zeros to a checksum, which is linear and therefore four table look-ups.
/// </remarks>
internal static class Crc32CInstruction
{
    // Three of them are a block of 4 KiB but for a rest of one cache line.
    private const int LongStream = 1344;
    private const int ShortStream = 256;

    private static readonly uint[] LongShift = Crc32CTables.BuildShift(LongStream);
    private static readonly uint[] ShortShift = Crc32CTables.BuildShift(ShortStream);

    /// <summary>Whether the processor has it. Those that do are little-endian.</summary>
    public static bool IsSupported => Sse42.X64.IsSupported || Arm.Crc32.Arm64.IsSupported;

    /// <summary>Three streams as long as the input allows.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
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

    /// <summary>One stream: best for short inputs.</summary>
    public static uint AppendOne(uint crc, ReadOnlySpan<byte> data)
    {
        ref byte at = ref MemoryMarshal.GetReference(data);
        int left = data.Length;
        ulong wide = crc;
        for (; left >= sizeof(ulong); left -= sizeof(ulong), at = ref Unsafe.Add(ref at, sizeof(ulong)))
            wide = Step(wide, Unsafe.ReadUnaligned<ulong>(ref at));
        crc = (uint)wide;
        if ((left & sizeof(uint)) != 0)
        {
            crc = BitOperations.Crc32C(crc, Unsafe.ReadUnaligned<uint>(ref at));
            at = ref Unsafe.Add(ref at, sizeof(uint));
        }
        if ((left & sizeof(ushort)) != 0)
        {
            crc = BitOperations.Crc32C(crc, Unsafe.ReadUnaligned<ushort>(ref at));
            at = ref Unsafe.Add(ref at, sizeof(ushort));
        }
        return (left & 1) != 0 ? BitOperations.Crc32C(crc, at) : crc;
    }

    private static uint AppendThree(uint crc, ReadOnlySpan<byte> data, uint[] shift)
    {
        ref byte first = ref MemoryMarshal.GetReference(data);
        nuint stream = (nuint)data.Length / 3;
        ref byte second = ref Unsafe.Add(ref first, stream);
        ref byte third = ref Unsafe.Add(ref second, stream);
        ulong crc0 = crc, crc1 = 0, crc2 = 0;
        for (nuint at = 0; at < stream; at += sizeof(ulong))
        {
            crc0 = Step(crc0, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at)));
            crc1 = Step(crc1, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref second, at)));
            crc2 = Step(crc2, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref third, at)));
        }
        return Crc32CTables.Shift(Crc32CTables.Shift((uint)crc0, shift) ^ (uint)crc1, shift) ^ (uint)crc2;
    }

    // The upper half of the sum is always 0. To narrow it after every step, as BitOperations.Crc32C does, costs a cycle.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Step(ulong crc, ulong word) =>
        Sse42.X64.IsSupported ? Sse42.X64.Crc32(crc, word) : Arm.Crc32.Arm64.ComputeCrc32C((uint)crc, word);
}

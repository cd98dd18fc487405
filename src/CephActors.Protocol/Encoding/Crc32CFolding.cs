using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CephActors.Encoding;

/// <summary>CRC-32C of longer inputs by carry-less multiplication of wide vectors.</summary>
/// <remarks>
/// Bytes far from the end are replaced by an equivalent nearer to it: 128 bits, multiplied by the power of x for the distance
/// (one factor for each half), are added to the 128 bits that stand there. Four vectors side by side go over the input that
/// way, then are folded to one and that to 128 bits, whose checksum the CRC instruction gives. After "Fast CRC Computation for
/// Generic Polynomials Using PCLMULQDQ Instruction" (Intel, 2009).
/// </remarks>
internal static class Crc32CFolding
{
    /// <summary>From this length on it is faster than the CRC instruction alone; both ways below take no less.</summary>
    public const int Least = 4 * Vector512Size;

    private const int Vector256Size = 32;
    private const int Vector512Size = 64;
    private const byte LowHalves = 0x00;
    private const byte HighHalves = 0x11;

    private static readonly Vector128<ulong> By16 = FactorsFor(16);
    private static readonly Vector128<ulong> By32 = FactorsFor(32);
    private static readonly Vector128<ulong> By64 = FactorsFor(64);
    private static readonly Vector128<ulong> By128 = FactorsFor(128);
    private static readonly Vector128<ulong> By256 = FactorsFor(256);

    /// <summary>Whether the processor multiplies vectors of 256 bits that way.</summary>
    public static bool IsSupported256 => Pclmulqdq.V256.IsSupported && Sse42.X64.IsSupported;

    /// <summary>Whether the processor multiplies vectors of 512 bits that way.</summary>
    public static bool IsSupported512 => Pclmulqdq.V512.IsSupported && Sse42.X64.IsSupported;

    /// <summary>Over at least <see cref="Least"/> bytes, 256 a step.</summary>
    public static uint Append512(uint crc, ReadOnlySpan<byte> data)
    {
        ref byte start = ref MemoryMarshal.GetReference(data);
        var x0 = Load512(ref start, 0) ^ Vector512.CreateScalar((ulong)crc);
        var x1 = Load512(ref start, Vector512Size);
        var x2 = Load512(ref start, 2 * Vector512Size);
        var x3 = Load512(ref start, 3 * Vector512Size);
        var step = Vector512.Create(Vector256.Create(By256));
        var at = 4 * Vector512Size;
        for (; data.Length - at >= 4 * Vector512Size; at += 4 * Vector512Size)
        {
            x0 = Fold(x0, step, Load512(ref start, at));
            x1 = Fold(x1, step, Load512(ref start, at + Vector512Size));
            x2 = Fold(x2, step, Load512(ref start, at + (2 * Vector512Size)));
            x3 = Fold(x3, step, Load512(ref start, at + (3 * Vector512Size)));
        }

        step = Vector512.Create(Vector256.Create(By64));
        x0 = Fold(Fold(Fold(x0, step, x1), step, x2), step, x3);
        for (; data.Length - at >= Vector512Size; at += Vector512Size)
            x0 = Fold(x0, step, Load512(ref start, at));

        return Finish(Fold(x0.GetLower(), Vector256.Create(By32), x0.GetUpper()), data[at..]);
    }

    /// <summary>Over at least <see cref="Least"/> bytes, 128 a step.</summary>
    public static uint Append256(uint crc, ReadOnlySpan<byte> data)
    {
        ref byte start = ref MemoryMarshal.GetReference(data);
        var x0 = Load256(ref start, 0) ^ Vector256.CreateScalar((ulong)crc);
        var x1 = Load256(ref start, Vector256Size);
        var x2 = Load256(ref start, 2 * Vector256Size);
        var x3 = Load256(ref start, 3 * Vector256Size);
        var step = Vector256.Create(By128);
        var at = 4 * Vector256Size;
        for (; data.Length - at >= 4 * Vector256Size; at += 4 * Vector256Size)
        {
            x0 = Fold(x0, step, Load256(ref start, at));
            x1 = Fold(x1, step, Load256(ref start, at + Vector256Size));
            x2 = Fold(x2, step, Load256(ref start, at + (2 * Vector256Size)));
            x3 = Fold(x3, step, Load256(ref start, at + (3 * Vector256Size)));
        }

        step = Vector256.Create(By32);
        x0 = Fold(Fold(Fold(x0, step, x1), step, x2), step, x3);
        for (; data.Length - at >= Vector256Size; at += Vector256Size)
            x0 = Fold(x0, step, Load256(ref start, at));

        return Finish(x0, data[at..]);
    }

    // The 128 bits that are left stand for everything before the rest, which the instruction takes in with them.
    private static uint Finish(Vector256<ulong> x, ReadOnlySpan<byte> rest)
    {
        var last = Fold(x.GetLower(), By16, x.GetUpper());
        var crc = BitOperations.Crc32C(BitOperations.Crc32C(0, last.GetElement(0)), last.GetElement(1));
        return Crc32CInstruction.AppendOne(crc, rest);
    }

    /// <summary>
    /// What carries 128 bits over a distance. Bits are reflected: the low half comes first and so goes 64 bits further than the
    /// high half; the shift by one is what a product of reflected factors comes out short by.
    /// </summary>
    private static Vector128<ulong> FactorsFor(int bytes) =>
        Vector128.Create((ulong)Crc32CTables.PowerOfX((8 * bytes) + 32) << 1, (ulong)Crc32CTables.PowerOfX((8 * bytes) - 32) << 1);

    private static Vector512<ulong> Load512(ref byte start, int at) => Vector512.LoadUnsafe(ref start, (nuint)at).AsUInt64();

    private static Vector256<ulong> Load256(ref byte start, int at) => Vector256.LoadUnsafe(ref start, (nuint)at).AsUInt64();

    private static Vector512<ulong> Fold(Vector512<ulong> x, Vector512<ulong> by, Vector512<ulong> onto) =>
        Pclmulqdq.V512.CarrylessMultiply(x, by, LowHalves) ^ Pclmulqdq.V512.CarrylessMultiply(x, by, HighHalves) ^ onto;

    private static Vector256<ulong> Fold(Vector256<ulong> x, Vector256<ulong> by, Vector256<ulong> onto) =>
        Pclmulqdq.V256.CarrylessMultiply(x, by, LowHalves) ^ Pclmulqdq.V256.CarrylessMultiply(x, by, HighHalves) ^ onto;

    private static Vector128<ulong> Fold(Vector128<ulong> x, Vector128<ulong> by, Vector128<ulong> onto) =>
        Pclmulqdq.CarrylessMultiply(x, by, LowHalves) ^ Pclmulqdq.CarrylessMultiply(x, by, HighHalves) ^ onto;
}

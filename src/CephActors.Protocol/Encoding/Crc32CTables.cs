namespace CephActors.Encoding;

/// <summary>Tables of the CRC-32C computation, built once from the polynomial.</summary>
internal static class Crc32CTables
{
    private const uint Polynomial = 0x82f63b78;

    private static readonly uint[] SliceTable = BuildSlices();

    /// <summary>Eight tables of 256: table k holds the checksum of a byte followed by k zero bytes.</summary>
    public static ReadOnlySpan<uint> Slices => SliceTable;

    /// <summary>
    /// Four tables of 256, one for each byte of a checksum: what that byte contributes after <paramref name="zeroBytes"/> zero bytes.
    /// Appending zeros is multiplying by a power of x, so it is built from its effect on single bits, each x times the next higher one.
    /// </summary>
    public static uint[] BuildShift(int zeroBytes)
    {
        var bits = new uint[32];
        bits[31] = PowerOfX(8 * zeroBytes);
        for (int i = 31; i > 0; i--)
            bits[i - 1] = TimesX(bits[i]);
        var table = new uint[4 * 256];
        for (int position = 0; position < 4; position++)
        {
            for (uint value = 0; value < 256; value++)
                table[(position * 256) + (int)value] = Apply(bits, value << (8 * position));
        }
        return table;
    }

    /// <summary>The checksum after <c>count</c> zero bytes, where the table was built for that count.</summary>
    public static uint Shift(uint crc, ReadOnlySpan<uint> table) =>
        table[(int)(crc & 0xff)]
        ^ table[256 + (int)((crc >> 8) & 0xff)]
        ^ table[512 + (int)((crc >> 16) & 0xff)]
        ^ table[768 + (int)(crc >> 24)];

    /// <summary>x to this power modulo the polynomial, in reflected bits.</summary>
    public static uint PowerOfX(int power)
    {
        uint value = 1u << 31;
        for (; power > 0; power--)
            value = TimesX(value);
        return value;
    }

    private static uint Apply(uint[] bits, uint value)
    {
        uint sum = 0;
        for (int i = 0; value != 0; i++, value >>= 1)
        {
            if ((value & 1) != 0)
                sum ^= bits[i];
        }
        return sum;
    }

    private static uint AppendZero(uint crc)
    {
        for (int bit = 0; bit < 8; bit++)
            crc = TimesX(crc);
        return crc;
    }

    private static uint TimesX(uint value) => (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;

    private static uint[] BuildSlices()
    {
        var table = new uint[8 * 256];
        for (int value = 0; value < 256; value++)
        {
            uint crc = (uint)value;
            for (int slice = 0; slice < 8; slice++)
            {
                crc = AppendZero(crc);
                table[(slice * 256) + value] = crc;
            }
        }
        return table;
    }
}

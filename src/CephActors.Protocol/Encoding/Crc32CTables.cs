namespace CephActors.Encoding;

/// <summary>Tables of the CRC-32C computation, built once from the polynomial.</summary>
internal static class Crc32CTables
{
    private const uint Polynomial = 0x82f63b78;

    private static readonly uint[] SliceTable = BuildSlices();

    /// <summary>Eight tables of 256: table k holds the checksum of a byte followed by k zero bytes.</summary>
    public static ReadOnlySpan<uint> Slices => SliceTable;

    /// <summary>
    /// Four tables of 256, one for each byte of a checksum: what that byte contributes after <paramref name="zeroBytes"/> zero bytes
    /// (a power of two). Appending zeros is linear over the 32 bits, so it is built from its effect on single bits, squared until it is long enough.
    /// </summary>
    public static uint[] BuildShift(int zeroBytes)
    {
        var bits = new uint[32];
        for (int i = 0; i < 32; i++)
            bits[i] = AppendZero(1u << i);
        for (int reached = 1; reached < zeroBytes; reached *= 2)
        {
            var twice = new uint[32];
            for (int i = 0; i < 32; i++)
                twice[i] = Apply(bits, bits[i]);
            bits = twice;
        }
        var table = new uint[4 * 256];
        for (int position = 0; position < 4; position++)
        {
            for (uint value = 0; value < 256; value++)
                table[(position * 256) + (int)value] = Apply(bits, value << (8 * position));
        }
        return table;
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
            crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
        return crc;
    }

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

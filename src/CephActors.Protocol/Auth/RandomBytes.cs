using System.Buffers.Binary;

namespace CephActors.Auth;

/// <summary>Makes secrets out of the random numbers handed in.</summary>
internal static class RandomBytes
{
    /// <summary>So many bytes, a multiple of eight.</summary>
    public static byte[] Take(Func<ulong> random, int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count; at += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), random());
        return bytes;
    }
}

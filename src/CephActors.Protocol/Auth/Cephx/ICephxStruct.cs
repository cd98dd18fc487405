using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>A structure of the cephx protocol. Reading never throws: the reader remembers the first failure.</summary>
internal interface ICephxStruct<TSelf>
    where TSelf : ICephxStruct<TSelf>
{
    /// <summary>Reads the structure; the result means something only if the reader has not failed.</summary>
    public static abstract TSelf Read(ref WireReader reader);

    public void Write(WireWriter writer);
}

internal static class CephxStruct
{
    /// <summary>Reads one structure from the front of <paramref name="bytes"/>; what follows it is ignored.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> bytes, [MaybeNullWhen(false)] out T value)
        where T : ICephxStruct<T>
    {
        var reader = new WireReader(bytes);
        var read = T.Read(ref reader);
        value = reader.Failed ? default : read;
        return !reader.Failed;
    }

    public static byte[] ToBytes<T>(T value)
        where T : ICephxStruct<T>
    {
        var writer = new WireWriter();
        value.Write(writer);
        return writer.ToArray();
    }
}

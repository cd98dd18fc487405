using System.Buffers.Binary;

namespace CephActors.Benchmarks.Peers;

/// <summary>What stands before the data of a frame.</summary>
/// <param name="Length">Bytes of data behind it.</param>
/// <param name="Number">Which request it is, or answers.</param>
internal readonly record struct RawFrame(int Length, ulong Number)
{
    public const int HeaderSize = sizeof(int) + sizeof(ulong);

    public static RawFrame Read(ReadOnlySpan<byte> input) =>
        new(BinaryPrimitives.ReadInt32LittleEndian(input), BinaryPrimitives.ReadUInt64LittleEndian(input[sizeof(int)..]));

    public void Write(Span<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output, Length);
        BinaryPrimitives.WriteUInt64LittleEndian(output[sizeof(int)..], Number);
    }
}

using System.Buffers;
using System.Buffers.Binary;

namespace CephActors.Tests.Synthetic;

/// <summary>A hundred buffers of random length, zero but for the buffer's number every 4096 bytes.</summary>
internal sealed class PayloadPool
{
    public const int Buffers = 100;
    private const int MinLength = 32;
    private const int Stride = 4096;
    private readonly byte[][] _buffers;

    public PayloadPool(Random random, int maxLength)
    {
        _buffers = [.. Enumerable.Range(0, Buffers).Select(i => Fill(new byte[random.Next(MinLength, maxLength + 1)], i))];
    }

    public ReadOnlyMemory<byte> this[int number] => _buffers[number];

    /// <summary>Whether these bytes are those of a buffer, neither more nor less nor others.</summary>
    public bool Matches(int number, in ReadOnlySequence<byte> bytes)
    {
        ReadOnlySpan<byte> expected = _buffers[number];
        if (bytes.Length != expected.Length)
            return false;
        foreach (var part in bytes)
        {
            if (!expected[..part.Length].SequenceEqual(part.Span))
                return false;
            expected = expected[part.Length..];
        }

        return true;
    }

    private static byte[] Fill(byte[] buffer, int number)
    {
        for (var at = 0; at + sizeof(int) <= buffer.Length; at += Stride)
            BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(at), number);
        return buffer;
    }
}

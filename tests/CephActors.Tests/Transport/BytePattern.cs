using System.Buffers;

namespace CephActors.Tests.Transport;

/// <summary>Bytes that tell where in a stream they belong.</summary>
internal static class BytePattern
{
    private static byte At(long position) => (byte)(position * 31 + (position >> 13));

    /// <summary>Checks what was received from a position on; gives the next position.</summary>
    public static long Check(long position, ReadOnlySequence<byte> received)
    {
        foreach (var memory in received)
            foreach (var value in memory.Span)
                if (value != At(position++)) throw new InvalidDataException($"Byte {position - 1} arrived changed.");
        return position;
    }

    /// <summary>So many bytes in sequences of many segments of random lengths.</summary>
    public static IEnumerable<ReadOnlySequence<byte>> Scatter(int total)
    {
        var random = new Random(11);
        for (var position = 0; position < total;)
        {
            var segments = new List<byte[]>();
            for (var count = random.Next(1, 200); count > 0 && position < total; count--)
            {
                var segment = new byte[Math.Min(random.Next(0, 20_000), total - position)];
                for (var i = 0; i < segment.Length; i++) segment[i] = At(position + i);
                position += segment.Length;
                segments.Add(segment);
            }

            yield return Sequences.Join(segments);
        }
    }
}

using System.Buffers;

namespace CephActors.Tests.Transport;

/// <summary>Sequences of several segments.</summary>
internal static class Sequences
{
    public static ReadOnlySequence<byte> Join(IEnumerable<byte[]> pieces) =>
        Join([.. pieces.Select(piece => (ReadOnlyMemory<byte>)piece)]);

    public static ReadOnlySequence<byte> Join(params ReadOnlyMemory<byte>[] pieces)
    {
        var first = new Segment(pieces[0], null);
        var last = first;
        foreach (var piece in pieces.Skip(1)) last = new Segment(piece, last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null) return;
            previous.Next = this;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
        }
    }
}

using System.Buffers;
using System.Runtime.InteropServices;

namespace CephActors;

/// <summary>
/// Where the three sections of a message lie. Mostly they stand one behind the other in one array, as they arrive, or there
/// is only one of them: then the array and three lengths say it, in less than half of the space.
/// </summary>
internal readonly struct MessageSections
{
    // The array, or the sections one by one.
    private readonly object? _memory;
    private readonly int _start;
    private readonly int _front;
    private readonly int _middle;
    private readonly int _data;

    /// <summary>Sections that fill an array from its beginning.</summary>
    public MessageSections(byte[] array, int front, int middle, int data)
    {
        _memory = array;
        _front = front;
        _middle = middle;
        _data = data;
    }

    public MessageSections(ReadOnlyMemory<byte> front, ReadOnlyMemory<byte> middle, in ReadOnlySequence<byte> data)
    {
        var run = default(Run);
        if (data.IsSingleSegment && run.TryAdd(front) && run.TryAdd(middle) && run.TryAdd(data.First))
        {
            _memory = run.Array;
            _start = run.Start;
            _front = front.Length;
            _middle = middle.Length;
            _data = (int)data.Length;
        }
        else
        {
            _memory = new Scattered(front, middle, data);
        }
    }

    public ReadOnlyMemory<byte> Front => _memory is byte[] array ? array.AsMemory(_start, _front) : (_memory as Scattered)?.Front ?? default;

    public ReadOnlyMemory<byte> Middle =>
        _memory is byte[] array ? array.AsMemory(_start + _front, _middle) : (_memory as Scattered)?.Middle ?? default;

    public ReadOnlySequence<byte> Data => _memory is byte[] array
        ? new ReadOnlySequence<byte>(array, _start + _front + _middle, _data)
        : (_memory as Scattered)?.Data ?? ReadOnlySequence<byte>.Empty;

    /// <summary>Bytes in all three together.</summary>
    public long Length => _memory is Scattered scattered ? scattered.Length : (long)_front + _middle + _data;

    private sealed class Scattered(ReadOnlyMemory<byte> front, ReadOnlyMemory<byte> middle, ReadOnlySequence<byte> data)
    {
        public ReadOnlyMemory<byte> Front { get; } = front;

        public ReadOnlyMemory<byte> Middle { get; } = middle;

        public ReadOnlySequence<byte> Data { get; } = data;

        public long Length => Front.Length + Middle.Length + Data.Length;
    }

    /// <summary>Pieces of one array that lie one behind the other.</summary>
    private struct Run
    {
        private int _end;

        public byte[]? Array { get; private set; }

        public int Start { get; private set; }

        public bool TryAdd(ReadOnlyMemory<byte> piece)
        {
            if (piece.IsEmpty)
                return true;
            if (!MemoryMarshal.TryGetArray(piece, out var segment))
                return false;
            if (Array is null)
                (Array, Start) = (segment.Array, segment.Offset);
            else if (Array != segment.Array || _end != segment.Offset)
                return false;
            _end = segment.Offset + segment.Count;
            return true;
        }
    }
}

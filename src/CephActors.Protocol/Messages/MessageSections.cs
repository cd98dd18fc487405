using System.Buffers;
using System.Runtime.InteropServices;

namespace CephActors;

/// <summary>
/// Where the three sections of a message lie. Mostly they stand in one array, middle behind front and data somewhere, as they
/// arrive, or there is only one of them: then the array and a few numbers say it, in less than half of the space.
/// </summary>
internal readonly struct MessageSections
{
    // The array, or the sections one by one.
    private readonly object? _memory;
    private readonly int _start;
    private readonly int _front;
    private readonly int _middle;
    private readonly int _dataStart;
    private readonly int _data;

    /// <summary>Sections that fill an array from its beginning.</summary>
    public MessageSections(byte[] array, int front, int middle, int data)
    {
        _memory = array;
        _front = front;
        _middle = middle;
        _dataStart = front + middle;
        _data = data;
    }

    public MessageSections(ReadOnlyMemory<byte> front, ReadOnlyMemory<byte> middle, in ReadOnlySequence<byte> data)
    {
        var place = default(Place);
        if (data.IsSingleSegment && place.TryAdd(front) && place.TryAdd(middle) && place.TryTake(data.First, out _dataStart))
        {
            _memory = place.Array;
            _start = place.Start;
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
        ? new ReadOnlySequence<byte>(array, _dataStart, _data)
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

    /// <summary>A stretch of one array.</summary>
    private struct Place
    {
        private int _end;

        public byte[]? Array { get; private set; }

        public int Start { get; private set; }

        /// <summary>Goes on with this piece, if it lies behind those before.</summary>
        public bool TryAdd(ReadOnlyMemory<byte> piece)
        {
            var before = Array;
            if (!TryTake(piece, out var start) || (before is not null && !piece.IsEmpty && start != _end))
                return false;
            if (before is null)
                Start = start;
            if (!piece.IsEmpty)
                _end = start + piece.Length;
            return true;
        }

        /// <summary>Finds a piece in the same array; an empty one is anywhere.</summary>
        public bool TryTake(ReadOnlyMemory<byte> piece, out int start)
        {
            start = 0;
            if (piece.IsEmpty)
                return true;
            if (!MemoryMarshal.TryGetArray(piece, out var segment) || (Array is not null && Array != segment.Array))
                return false;
            Array = segment.Array;
            start = segment.Offset;
            return true;
        }
    }
}

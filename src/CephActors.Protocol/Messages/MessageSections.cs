using System.Buffers;
using System.Runtime.InteropServices;

namespace CephActors;

/// <summary>
/// Where the three sections of a message lie. Mostly they stand one behind the other in one array, as they arrive, or there is
/// only one of them: then the array and four numbers say it, in less than half of the space.
/// </summary>
internal readonly struct MessageSections
{
    /// <summary>What sections that were encrypted are padded to.</summary>
    private const int Block = 16;

    // The array, or the sections one by one; of a message that waits to be used again the one behind it.
    private readonly object? _memory;

    // Where they begin; its complement if each begins at a block.
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
        byte[]? array = null;
        if (data.IsSingleSegment
            && TryTake(front, ref array, out var frontAt) && TryTake(middle, ref array, out var middleAt) && TryTake(data.First, ref array, out var dataAt)
            && TryStart((frontAt, front.Length), (middleAt, middle.Length), (dataAt, (int)data.Length), out _start))
        {
            _memory = array;
            _front = front.Length;
            _middle = middle.Length;
            _data = (int)data.Length;
        }
        else
        {
            _memory = new Scattered(front, middle, data);
        }
    }

    private MessageSections(CephMessage? next, int number)
    {
        _memory = next;
        _start = number;
    }

    /// <summary>No sections, but the place of a message among those that wait to be used again.</summary>
    public static MessageSections OfFree(CephMessage? next, int number) => new(next, number);

    /// <summary>What <see cref="OfFree"/> was given; null where there are sections.</summary>
    public CephMessage? Next => _memory as CephMessage;

    /// <summary>The number that <see cref="OfFree"/> was given.</summary>
    public int Number => _start;

    public ReadOnlyMemory<byte> Front => _memory is byte[] array ? array.AsMemory(Start, _front) : (_memory as Scattered)?.Front ?? default;

    public ReadOnlyMemory<byte> Middle =>
        _memory is byte[] array ? array.AsMemory(Start + Room(_front), _middle) : (_memory as Scattered)?.Middle ?? default;

    public ReadOnlySequence<byte> Data => _memory is byte[] array
        ? new ReadOnlySequence<byte>(array, Start + (_data == 0 ? 0 : Room(_front) + Room(_middle)), _data)
        : (_memory as Scattered)?.Data ?? ReadOnlySequence<byte>.Empty;

    /// <summary>Bytes in all three together.</summary>
    public long Length => _memory is Scattered scattered ? scattered.Length : (long)_front + _middle + _data;

    /// <summary>Gives the memory behind the sections to a pool; they must not be looked at any more.</summary>
    public void GiveTo(PayloadPool pool)
    {
        if (_memory is byte[] array)
        {
            pool.Return(array);
            return;
        }

        foreach (var piece in (_memory as Scattered)?.Data ?? ReadOnlySequence<byte>.Empty)
        {
            if (MemoryMarshal.TryGetArray(piece, out var segment) && segment.Array is { } block)
                pool.Return(block);
        }
    }

    private int Start => _start < 0 ? ~_start : _start;

    private int Room(int length) => _start < 0 ? Padded(length) : length;

    private static int Padded(int length) => (length + Block - 1) & -Block;

    /// <summary>Where sections begin that stand one behind the other, close together or padded.</summary>
    private static bool TryStart((int At, int Length) front, (int At, int Length) middle, (int At, int Length) data, out int start)
    {
        var first = front.Length > 0 ? front.At : middle.Length > 0 ? middle.At : data.At;
        start = first;
        if (Follow(front.Length, middle.Length))
            return true;
        start = ~first;
        return Follow(Padded(front.Length), Padded(middle.Length));

        bool Follow(int frontRoom, int middleRoom) =>
            (middle.Length == 0 || middle.At == first + frontRoom) && (data.Length == 0 || data.At == first + frontRoom + middleRoom);
    }

    /// <summary>Finds a piece in the one array; an empty one is anywhere.</summary>
    private static bool TryTake(ReadOnlyMemory<byte> piece, ref byte[]? array, out int start)
    {
        start = 0;
        if (piece.IsEmpty)
            return true;
        if (!MemoryMarshal.TryGetArray(piece, out var segment) || (array is not null && array != segment.Array))
            return false;
        array = segment.Array;
        start = segment.Offset;
        return true;
    }

    private sealed class Scattered(ReadOnlyMemory<byte> front, ReadOnlyMemory<byte> middle, ReadOnlySequence<byte> data)
    {
        public ReadOnlyMemory<byte> Front { get; } = front;

        public ReadOnlyMemory<byte> Middle { get; } = middle;

        public ReadOnlySequence<byte> Data { get; } = data;

        public long Length => Front.Length + Middle.Length + Data.Length;
    }
}

using System.Runtime.CompilerServices;

namespace CephActors.Framing;

/// <summary>A list of frames that is filled, read and cleared over and over without leaving garbage.</summary>
/// <remarks>Not thread-safe; passed from hand to hand.</remarks>
internal abstract class FrameList<T>
    where T : struct
{
    private const int InitialCapacity = 16;
    private const int KeptCapacity = 4096;

    private T[] _items = new T[InitialCapacity];

    /// <summary>How many frames it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The frames in the order they were added; valid until the list changes.</summary>
    public ReadOnlySpan<T> Frames => _items.AsSpan(0, Count);

    /// <exception cref="IndexOutOfRangeException">There is no such frame.</exception>
    public ref readonly T this[int index] => ref Frames[index];

    /// <summary>Appends a frame.</summary>
    public void Add(in T frame)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);

        _items[Count++] = frame;
    }

    /// <summary>Forgets the frames and what they refer to.</summary>
    public void Clear()
    {
        if (_items.Length > KeptCapacity)
            _items = new T[InitialCapacity];
        else if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Array.Clear(_items, 0, Count);

        Count = 0;
    }
}

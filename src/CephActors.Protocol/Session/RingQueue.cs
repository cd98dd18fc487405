using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace CephActors.Session;

/// <summary>A growing ring that takes elements at both ends; holds no memory until first used and none once it is cleared.</summary>
internal sealed class RingQueue<T>
{
    private const int InitialCapacity = 16;

    private T[] _items = [];
    private int _head;

    /// <summary>Number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>The element at <paramref name="index"/>, counted from the front.</summary>
    public ref T this[int index]
    {
        get
        {
            Debug.Assert((uint)index < (uint)Count, "index within the ring");
            return ref _items[(_head + index) & (_items.Length - 1)];
        }
    }

    /// <summary>Adds at the back.</summary>
    public void PushBack(in T item)
    {
        EnsureRoom();
        _items[(_head + Count++) & (_items.Length - 1)] = item;
    }

    /// <summary>Adds at the front.</summary>
    public void PushFront(in T item)
    {
        EnsureRoom();
        _head = (_head - 1) & (_items.Length - 1);
        _items[_head] = item;
        Count++;
    }

    /// <summary>Takes the front element.</summary>
    public bool TryPopFront([MaybeNullWhen(false)] out T item)
    {
        if (Count == 0)
        {
            item = default;
            return false;
        }

        item = _items[_head];
        _items[_head] = default!;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return true;
    }

    /// <summary>Takes the back element.</summary>
    public bool TryPopBack([MaybeNullWhen(false)] out T item)
    {
        if (Count == 0)
        {
            item = default;
            return false;
        }

        ref var last = ref _items[(_head + --Count) & (_items.Length - 1)];
        item = last;
        last = default!;
        return true;
    }

    /// <summary>Drops everything, the memory too.</summary>
    public void Clear()
    {
        _items = [];
        _head = 0;
        Count = 0;
    }

    private void EnsureRoom()
    {
        if (Count < _items.Length)
            return;
        var grown = new T[Math.Max(InitialCapacity, _items.Length * 2)];
        for (var i = 0; i < Count; i++)
            grown[i] = this[i];
        _items = grown;
        _head = 0;
    }
}

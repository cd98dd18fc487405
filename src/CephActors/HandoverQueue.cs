using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace CephActors;

/// <summary>
/// A line from any number of threads to one. Empty it is this object alone, while the runtime's concurrent queue keeps most
/// of a kilobyte ready; there are two such lines to each connection. Items stand in arrays that are borrowed for as long as
/// there are any, and the consumer takes all that have come at once, so the lock is held for a few instructions.
/// </summary>
internal sealed class HandoverQueue<T>
{
    private const int Initial = 16;

    // The line itself is the lock: nobody outside sees it, and a lock of its own would cost as much again.
    private T[] _new = [];
    private T[] _taken = [];
    private int _newCount;
    private int _next;
    private int _end;
    private bool _asleep;

    /// <summary>Whether nothing is in line; exact for the consumer, for others only a hint.</summary>
    public bool IsEmpty => Volatile.Read(ref _next) == Volatile.Read(ref _end) && Volatile.Read(ref _newCount) == 0;

    /// <summary>How many items are in line; exact while nobody adds or takes.</summary>
    public int Count => Volatile.Read(ref _end) - Volatile.Read(ref _next) + Volatile.Read(ref _newCount);

    /// <summary>Adds at the end; from any thread. True: it is the first since it was <see cref="IsAsleep">asleep</see>.</summary>
    public bool Enqueue(T item)
    {
        lock (this)
        {
            if (_newCount == _new.Length)
                Grow();
            _new[_newCount++] = item;
            var slept = _asleep;
            _asleep = false;
            return slept;
        }
    }

    /// <summary>Whether the next item to be added says so.</summary>
    public bool IsAsleep
    {
        set
        {
            lock (this)
                _asleep = value;
        }
    }

    /// <summary>Takes the oldest item; only from the one consumer.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        if (_next == _end && !TakeNew())
        {
            item = default;
            return false;
        }

        item = _taken[_next];
        _taken[_next] = default!;
        Volatile.Write(ref _next, _next + 1);
        return true;
    }

    /// <summary>Takes what the consumer has not begun with, oldest first; from any thread.</summary>
    public T[] Drain()
    {
        lock (this)
        {
            if (_newCount == 0)
                return [];
            var items = _new.AsSpan(0, _newCount).ToArray();
            GiveBack(_new, _newCount);
            _new = [];
            _newCount = 0;
            return items;
        }
    }

    private static void GiveBack(T[] array, int used)
    {
        if (array.Length == 0)
            return;
        Array.Clear(array, 0, used);
        ArrayPool<T>.Shared.Return(array);
    }

    private bool TakeNew()
    {
        // What was taken is through, and has been cleared item by item.
        GiveBack(_taken, 0);
        _taken = [];
        lock (this)
        {
            (_taken, _new) = (_new, []);
            _next = 0;
            _end = _newCount;
            _newCount = 0;
        }

        return _end > 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(Initial, _new.Length * 2));
        _new.AsSpan(0, _newCount).CopyTo(larger);
        GiveBack(_new, _newCount);
        _new = larger;
    }
}

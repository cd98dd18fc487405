using System.Runtime.CompilerServices;

namespace CephActors.Dispatch;

/// <summary>
/// Storage for the items of all sub-queues of one <see cref="PrioritizedQueue{T}"/>: one array of cells that sub-queues
/// chain into FIFOs by index. A class of items therefore costs two numbers, not a buffer of its own.
/// </summary>
internal sealed class ItemSlab<T>
{
    internal const int None = -1;

    // Kept when the queue runs empty; a larger array is given back.
    private const int Retained = 32768;
    private const int Initial = 64;

    private Cell[] _cells = new Cell[Initial];
    private int _used;
    private int _free = None;
    private int _count;

    /// <summary>The cell at an index that <see cref="Rent"/> returned; valid until the next <see cref="Rent"/>.</summary>
    internal ref Cell this[int index] => ref _cells[index];

    internal int Rent(T item, long cost)
    {
        int index = _free;
        if (index != None)
        {
            _free = _cells[index].Next;
        }
        else
        {
            if (_used == _cells.Length)
                Array.Resize(ref _cells, _cells.Length * 2);
            index = _used++;
        }

        _count++;
        ref Cell cell = ref _cells[index];
        cell.Item = item;
        cell.Cost = cost;
        cell.Next = None;
        return index;
    }

    /// <summary>Takes the item out of a cell and frees the cell; <paramref name="next"/> is what it was chained to.</summary>
    internal T Return(int index, out int next)
    {
        ref Cell cell = ref _cells[index];
        T item = cell.Item;
        next = cell.Next;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            cell.Item = default!;
        cell.Next = _free;
        _free = index;
        if (--_count == 0)
            Empty();
        return item;
    }

    private void Empty()
    {
        _used = 0;
        _free = None;
        if (_cells.Length > Retained)
            _cells = new Cell[Initial];
    }

    internal struct Cell
    {
        internal T Item;
        internal long Cost;
        internal int Next;
    }
}

using System.Numerics;

namespace CephActors.Dispatch;

/// <summary>
/// The items of one priority: a FIFO for each class, the classes in ascending order of id, and a cursor that goes round
/// them, turn by turn. Ceph: <c>src/common/PrioritizedQueue.h</c>, <c>SubQueue</c>, where a turn is one item.
/// </summary>
/// <remarks>
/// The classes stand in a skip list: the next class is one link away, and adding or erasing one takes a logarithmic
/// number of steps, which matters because a class is erased each time it runs empty. Classes that are there are mostly
/// found by the low bits of their ids, which connections get in sequence.
/// </remarks>
internal sealed class SubQueue<T>(ItemSlab<T> slab, ClassTurns turns)
{
    private const int MaxLevels = 16;
    private const int MaxSpareNodes = 256;
    private const int MaxIndexed = 4096;

    private readonly ClassNode _first = new(MaxLevels);
    private readonly ClassNode[] _path = new ClassNode[MaxLevels];
    private int _levels = 1;
    private uint _random = 0x9E3779B9;
    private ClassNode? _cursor;
    private int _taken;
    private ClassNode?[] _index = new ClassNode?[4];
    private int _classes;
    private ClassNode? _spare;
    private int _spareCount;

    internal int Priority { get; set; }

    /// <summary>Weighted sub-queues only: what this priority may spend.</summary>
    internal long Tokens { get; set; }

    internal int Count { get; private set; }

    /// <summary>Cost of the item that <see cref="Pop"/> will return; the sub-queue must not be empty.</summary>
    internal long FrontCost => slab[_cursor!.Head].Cost;

    internal void Enqueue(ulong classId, long cost, T item)
    {
        // An erased node is empty, and a node that was used again has another id: neither is taken for the class.
        ClassNode node = _index[IndexOf(classId)] is { Count: > 0 } indexed && indexed.Id == classId ? indexed : FindOrAdd(classId);
        int cell = slab.Rent(item, cost);
        if (node.Count++ == 0)
            node.Head = cell;
        else
            slab[node.Tail].Next = cell;
        node.Tail = cell;
        _cursor ??= _first.Next[0];
        Count++;
    }

    /// <summary>Removes the first item of the class under the cursor; at the end of its turn the cursor moves to the next class.</summary>
    internal T Pop()
    {
        ClassNode node = _cursor!;
        T item = slab.Return(node.Head, out node.Head);
        Count--;
        node.Count--;
        if (node.Count == 0 || ++_taken >= turns.Items || _classes <= turns.FewClasses)
            MoveOn(node);
        if (node.Count == 0)
        {
            Find(node.Id);
            Erase(node);
        }

        _cursor ??= _first.Next[0];
        return item;
    }

    /// <summary>Moves all items of one class, in their order, to the end of <paramref name="removed"/>.</summary>
    internal void RemoveClass(ulong classId, List<T> removed)
    {
        if (Find(classId) is not { } node)
            return;
        Count -= node.Count;
        for (int cell = node.Head; node.Count > 0; node.Count--)
            removed.Add(slab.Return(cell, out cell));
        if (_cursor == node)
            MoveOn(node);
        Erase(node);
        _cursor ??= _first.Next[0];
    }

    // Past the last class it stands nowhere until the caller has put it to the first one that is left.
    private void MoveOn(ClassNode from)
    {
        _cursor = from.Next[0];
        _taken = 0;
    }

    private int IndexOf(ulong id) => (int)id & (_index.Length - 1);

    // Leaves in _path, for each level, the last node before the id.
    private ClassNode? Find(ulong id)
    {
        ClassNode node = _first;
        for (int level = _levels - 1; level >= 0; level--)
        {
            while (node.Next[level] is { } next && next.Id < id)
                node = next;
            _path[level] = node;
        }

        return node.Next[0] is { } found && found.Id == id ? found : null;
    }

    private ClassNode FindOrAdd(ulong id)
    {
        ClassNode node = Find(id) ?? Add(id);
        _index[IndexOf(id)] = node;
        return node;
    }

    // Where Find(id) has just found that it is missing.
    private ClassNode Add(ulong id)
    {
        ClassNode node = RentNode();
        node.Id = id;
        for (; _levels < node.Next.Length; _levels++)
            _path[_levels] = _first;
        for (int level = 0; level < node.Next.Length; level++)
        {
            node.Next[level] = _path[level].Next[level];
            _path[level].Next[level] = node;
        }

        if (++_classes > _index.Length && _index.Length < MaxIndexed)
            _index = new ClassNode?[_index.Length * 4];
        return node;
    }

    private void Erase(ClassNode node)
    {
        for (int level = 0; level < node.Next.Length; level++)
            _path[level].Next[level] = node.Next[level];
        while (_levels > 1 && _first.Next[_levels - 1] is null)
            _levels--;
        _classes--;
        ReturnNode(node);
    }

    // A node used again keeps its height: heights stay distributed as they were drawn, whatever ids they hold.
    private ClassNode RentNode()
    {
        if (_spare is not { } node)
            return new ClassNode(NextHeight());
        _spare = node.Next[0];
        _spareCount--;
        return node;
    }

    private void ReturnNode(ClassNode node)
    {
        Array.Clear(node.Next);
        if (_spareCount == MaxSpareNodes)
            return;
        node.Next[0] = _spare;
        _spare = node;
        _spareCount++;
    }

    // One more level with probability 1/4, drawn from a fixed sequence: heights need to be spread, not secret.
    private int NextHeight()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return 1 + (BitOperations.TrailingZeroCount(_random | (1U << (2 * (MaxLevels - 1)))) >> 1);
    }
}

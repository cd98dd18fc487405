using System.Diagnostics.CodeAnalysis;

namespace CephActors.Dispatch;

/// <summary>
/// Ceph's dispatch order. Strict items come first, highest priority first. Below them weighted priorities share by
/// tokens: an item is paid for with tokens of its priority, and what it cost is handed out again to all weighted
/// priorities in proportion to their numbers. Inside one priority the classes (connections) take turns, item by item.
/// Ceph: <c>src/common/PrioritizedQueue.h</c>.
/// </summary>
/// <remarks>
/// Time per item does not depend on the number of items, and only logarithmically on the number of classes; for
/// weighted items it grows with the number of weighted priorities in use, as the token rule demands. A priority is
/// what a message header can carry, 0 to 65 535. Longer turns for many classes, which Ceph does not have, are left to whoever
/// makes the queue. Not thread-safe.
/// </remarks>
internal sealed class PrioritizedQueue<T>
{
    private readonly long _maxTokens;
    private readonly long _minCost;
    private readonly SubQueueMap<T> _strict;
    private readonly SubQueueMap<T> _weighted;

    internal PrioritizedQueue(long maxTokens, long minCost, ClassTurns? turns = null)
    {
        _maxTokens = maxTokens;
        _minCost = minCost;
        var slab = new ItemSlab<T>();
        var length = turns ?? ClassTurns.ItemByItem;
        _strict = new SubQueueMap<T>(slab, length);
        _weighted = new SubQueueMap<T>(slab, length);
    }

    /// <summary>Items of both kinds.</summary>
    internal int Count { get; private set; }

    internal void EnqueueStrict(ulong classId, int priority, T item)
    {
        _strict.GetOrAdd(priority).Enqueue(classId, 0, item);
        Count++;
    }

    /// <summary>Adds a weighted item; its cost is raised to the minimum cost and cut at the maximum of tokens.</summary>
    internal void Enqueue(ulong classId, int priority, long cost, T item)
    {
        _weighted.GetOrAdd(priority).Enqueue(classId, Math.Min(Math.Max(cost, _minCost), _maxTokens), item);
        Count++;
    }

    internal bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        if (Count == 0)
        {
            item = default;
            return false;
        }

        Count--;
        if (_strict.Highest is { } strict)
        {
            item = strict.Pop();
            _strict.RemoveIfEmpty(strict);
            return true;
        }

        SubQueue<T>? payer = FirstWithTokens();
        SubQueue<T> chosen = payer ?? _weighted.Highest!;
        long cost = chosen.FrontCost;
        if (payer is not null)
            payer.Tokens = Math.Max(0, payer.Tokens - cost);
        item = chosen.Pop();
        _weighted.RemoveIfEmpty(chosen);
        Distribute(cost);
        return true;
    }

    /// <summary>
    /// Removes all items of a class. They are appended to <paramref name="removed"/> by priority, highest first and
    /// strict before weighted, and inside a priority in the order they were enqueued.
    /// </summary>
    internal void RemoveByClass(ulong classId, List<T> removed)
    {
        int before = removed.Count;
        RemoveByClass(_strict, classId, removed);
        RemoveByClass(_weighted, classId, removed);
        Count -= removed.Count - before;
    }

    private static void RemoveByClass(SubQueueMap<T> map, ulong classId, List<T> removed)
    {
        for (SubQueue<T>? queue = map.Highest, below; queue is not null; queue = below)
        {
            below = map.Below(queue);
            queue.RemoveClass(classId, removed);
            map.RemoveIfEmpty(queue);
        }
    }

    // From the lowest priority up, and strictly less: a priority with exactly the cost in tokens has to wait.
    private SubQueue<T>? FirstWithTokens()
    {
        SubQueue<T>? queue = _weighted.Lowest;
        while (queue is not null && queue.FrontCost >= queue.Tokens)
            queue = _weighted.Above(queue);
        return queue;
    }

    // After the pop: a priority that just ran empty gets nothing and does not count in the total.
    private void Distribute(long cost)
    {
        long total = _weighted.TotalPriority;
        if (total == 0)
            return;
        for (SubQueue<T>? queue = _weighted.Lowest; queue is not null; queue = _weighted.Above(queue))
            queue.Tokens = Math.Min(_maxTokens, queue.Tokens + ((queue.Priority * cost) / total) + 1);
    }
}

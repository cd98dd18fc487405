namespace CephActors.Dispatch;

/// <summary>
/// The sub-queues of one kind (strict or weighted) by priority. Only non-empty ones are in it: a priority that ran
/// empty and comes back starts anew, without the tokens it had.
/// </summary>
internal sealed class SubQueueMap<T>(ItemSlab<T> slab, ClassTurns turns)
{
    private const int PageSize = 256;
    private const int MaxSpares = 16;

    private readonly PriorityBitmap _inUse = new();
    private readonly SubQueue<T>?[]?[] _pages = new SubQueue<T>?[]?[PriorityBitmap.Limit / PageSize];
    private readonly Stack<SubQueue<T>> _spares = new();

    /// <summary>Sum of the priorities in use.</summary>
    internal long TotalPriority { get; private set; }

    internal SubQueue<T>? Highest => At(_inUse.Below(PriorityBitmap.Limit));

    internal SubQueue<T>? Lowest => At(_inUse.Above(-1));

    internal SubQueue<T>? Above(SubQueue<T> queue) => At(_inUse.Above(queue.Priority));

    internal SubQueue<T>? Below(SubQueue<T> queue) => At(_inUse.Below(queue.Priority));

    internal SubQueue<T> GetOrAdd(int priority)
    {
        SubQueue<T>?[] page = _pages[priority / PageSize] ??= new SubQueue<T>?[PageSize];
        if (page[priority % PageSize] is { } existing)
            return existing;
        SubQueue<T> queue = _spares.Count > 0 ? _spares.Pop() : new SubQueue<T>(slab, turns);
        queue.Priority = priority;
        queue.Tokens = 0;
        page[priority % PageSize] = queue;
        _inUse.Add(priority);
        TotalPriority += priority;
        return queue;
    }

    internal void RemoveIfEmpty(SubQueue<T> queue)
    {
        if (queue.Count > 0)
            return;
        _pages[queue.Priority / PageSize]![queue.Priority % PageSize] = null;
        _inUse.Remove(queue.Priority);
        TotalPriority -= queue.Priority;
        if (_spares.Count < MaxSpares)
            _spares.Push(queue);
    }

    private SubQueue<T>? At(int priority) => priority < 0 ? null : _pages[priority / PageSize]![priority % PageSize];
}

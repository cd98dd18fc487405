namespace CephActors.Tests.Dispatch;

/// <summary>The dispatch order written down as its rules read, without a thought for speed.</summary>
internal sealed class NaivePrioritizedQueue<T>(long maxTokens, long minCost, int itemsPerTurn = 1, int fewClasses = 0)
{
    private readonly SortedDictionary<int, Level> _strict = [];
    private readonly SortedDictionary<int, Level> _weighted = [];

    public int Count => _strict.Values.Concat(_weighted.Values).Sum(level => level.Count);

    public void EnqueueStrict(ulong classId, int priority, T item) => Get(_strict, priority).Add(classId, 0, item);

    public void Enqueue(ulong classId, int priority, long cost, T item) =>
        Get(_weighted, priority).Add(classId, Math.Clamp(cost, minCost, maxTokens), item);

    public T Dequeue()
    {
        if (_strict.Count > 0)
            return Pop(_strict, _strict.Keys.Max()).Item;
        int chosen = _weighted.Keys.Max();
        foreach ((int priority, Level level) in _weighted)
        {
            if (level.Front.Cost >= level.Tokens)
                continue;
            level.Tokens = Math.Max(0, level.Tokens - level.Front.Cost);
            chosen = priority;
            break;
        }

        (long cost, T item) = Pop(_weighted, chosen);
        long total = _weighted.Keys.Sum();
        foreach ((int priority, Level level) in _weighted)
        {
            if (total > 0)
                level.Tokens = Math.Min(maxTokens, level.Tokens + ((priority * cost) / total) + 1);
        }

        return item;
    }

    public List<T> RemoveByClass(ulong classId)
    {
        var removed = new List<T>();
        foreach (SortedDictionary<int, Level> map in new[] { _strict, _weighted })
        {
            foreach (int priority in map.Keys.Reverse().ToList())
            {
                removed.AddRange(map[priority].Remove(classId));
                if (map[priority].Count == 0)
                    map.Remove(priority);
            }
        }

        return removed;
    }

    private Level Get(SortedDictionary<int, Level> map, int priority)
    {
        if (!map.TryGetValue(priority, out Level? level))
            map.Add(priority, level = new Level(itemsPerTurn, fewClasses));
        return level;
    }

    private static (long Cost, T Item) Pop(SortedDictionary<int, Level> map, int priority)
    {
        (long, T) popped = map[priority].Pop();
        if (map[priority].Count == 0)
            map.Remove(priority);
        return popped;
    }

    private sealed class Level(int itemsPerTurn, int fewClasses)
    {
        private readonly SortedDictionary<ulong, Queue<(long Cost, T Item)>> _classes = [];
        private ulong? _cursor;
        private int _taken;

        public long Tokens { get; set; }

        public int Count => _classes.Values.Sum(items => items.Count);

        public (long Cost, T Item) Front => _classes[_cursor!.Value].Peek();

        public void Add(ulong classId, long cost, T item)
        {
            if (!_classes.TryGetValue(classId, out Queue<(long, T)>? items))
                _classes.Add(classId, items = new Queue<(long, T)>());
            items.Enqueue((cost, item));
            _cursor ??= _classes.Keys.First();
        }

        public (long Cost, T Item) Pop()
        {
            ulong classId = _cursor!.Value;
            bool few = _classes.Count <= fewClasses;
            (long, T) popped = _classes[classId].Dequeue();
            _taken++;
            bool empty = _classes[classId].Count == 0;
            if (empty)
                _classes.Remove(classId);
            if (empty || few || _taken == itemsPerTurn)
                Advance(classId);
            return popped;
        }

        public IEnumerable<T> Remove(ulong classId)
        {
            if (!_classes.Remove(classId, out Queue<(long Cost, T Item)>? items))
                return [];
            if (_cursor == classId)
                Advance(classId);
            return items.Select(entry => entry.Item);
        }

        private void Advance(ulong from)
        {
            _cursor = null;
            _taken = 0;
            foreach (ulong classId in _classes.Keys)
            {
                if (classId > from)
                {
                    _cursor = classId;
                    return;
                }
            }

            if (_classes.Count > 0)
                _cursor = _classes.Keys.First();
        }
    }
}

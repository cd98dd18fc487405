namespace CephActors.Session;

/// <summary>
/// Counts messages and their payload bytes by type. One thread adds, any thread reads: a reader sees numbers that are at
/// most a message old. Takes no memory before the first message, and never more than for a few types.
/// </summary>
internal sealed class MessageTally
{
    /// <summary>A peer chooses the types it sends; those beyond so many are counted together.</summary>
    private const int MaxTypes = 32;

    private Cell? _first;
    private Cell? _recent;
    private int _types;

    /// <summary>The type under which those without a place of their own are counted; no message has it.</summary>
    public static MessageType Others => 0;

    /// <summary>Counts a message.</summary>
    public void Add(CephMessage message)
    {
        var cell = _recent;
        if (cell is null || cell.Type != message.Type)
            _recent = cell = FindOrAdd(message.Type);
        Volatile.Write(ref cell.Messages, cell.Messages + 1);
        Volatile.Write(ref cell.Bytes, cell.Bytes + message.PayloadLength);
    }

    /// <summary>The counts of each type met so far.</summary>
    public IEnumerable<TallyOfType> Read()
    {
        for (var cell = Volatile.Read(ref _first); cell is not null; cell = cell.Next)
            yield return new TallyOfType(cell.Type, Volatile.Read(ref cell.Messages), Volatile.Read(ref cell.Bytes));
    }

    private Cell FindOrAdd(MessageType type)
    {
        if (Find(type) is { } known)
            return known;
        if (_types == MaxTypes)
            return Find(Others) ?? Add(Others);
        _types++;
        return Add(type);
    }

    private Cell? Find(MessageType type)
    {
        var cell = _first;
        while (cell is not null && cell.Type != type)
            cell = cell.Next;
        return cell;
    }

    // At the front: whoever reads at this moment misses it or sees it, and all others in any case.
    private Cell Add(MessageType type)
    {
        var cell = new Cell(type, _first);
        Volatile.Write(ref _first, cell);
        return cell;
    }

    private sealed class Cell(MessageType type, Cell? next)
    {
        public long Messages;
        public long Bytes;

        public MessageType Type { get; } = type;

        public Cell? Next { get; } = next;
    }
}

/// <summary>Messages of one type and their payload bytes together.</summary>
internal readonly record struct TallyOfType(MessageType Type, long Messages, long Bytes);

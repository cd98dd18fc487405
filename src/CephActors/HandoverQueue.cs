using System.Diagnostics.CodeAnalysis;

namespace CephActors;

/// <summary>
/// A line from any number of threads to one. Empty it is this object alone, while the runtime's concurrent queue keeps most
/// of a kilobyte ready; there are two such lines to each connection. An item costs one small object.
/// </summary>
internal sealed class HandoverQueue<T>
{
    private Node? _newest;
    private Node? _taken;

    /// <summary>Whether nothing is in line; exact for the consumer, for others only a hint.</summary>
    public bool IsEmpty => Volatile.Read(ref _taken) is null && Volatile.Read(ref _newest) is null;

    /// <summary>How many items are in line; exact while nobody adds or takes.</summary>
    public int Count => LengthOf(Volatile.Read(ref _taken)) + LengthOf(Volatile.Read(ref _newest));

    /// <summary>Adds at the end; from any thread.</summary>
    public void Enqueue(T item)
    {
        var node = new Node(item);
        var newest = Volatile.Read(ref _newest);
        while (true)
        {
            node.Next = newest;
            var seen = Interlocked.CompareExchange(ref _newest, node, newest);
            if (ReferenceEquals(seen, newest))
                return;
            newest = seen;
        }
    }

    /// <summary>Takes the oldest item; only from the one consumer.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        if ((_taken ?? TakeNew()) is not { } first)
        {
            item = default;
            return false;
        }

        item = first.Item;
        Volatile.Write(ref _taken, first.Next);
        return true;
    }

    /// <summary>Takes what the consumer has not begun with, oldest first; from any thread.</summary>
    public IEnumerable<T> Drain()
    {
        for (var node = TakeNew(); node is not null; node = node.Next)
            yield return node.Item;
    }

    /// <summary>The new items in the order in which they came, while they lie in the opposite one.</summary>
    private Node? TakeNew()
    {
        if (Volatile.Read(ref _newest) is null)
            return null;
        var node = Interlocked.Exchange(ref _newest, null);
        Node? oldest = null;
        while (node is not null)
        {
            var next = node.Next;
            node.Next = oldest;
            oldest = node;
            node = next;
        }

        return oldest;
    }

    private static int LengthOf(Node? node)
    {
        var length = 0;
        for (; node is not null; node = node.Next)
            length++;
        return length;
    }

    private sealed class Node(T item)
    {
        public T Item { get; } = item;

        public Node? Next { get; set; }
    }
}

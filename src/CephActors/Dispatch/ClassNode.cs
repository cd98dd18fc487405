namespace CephActors.Dispatch;

/// <summary>One class of a <see cref="SubQueue{T}"/>: its id, its FIFO as cell indices, its links in the skip list.</summary>
internal sealed class ClassNode(int levels)
{
    internal readonly ClassNode?[] Next = new ClassNode?[levels];
    internal ulong Id;
    internal int Head;
    internal int Tail;
    internal int Count;
}

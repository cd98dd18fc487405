namespace CephActors.Dispatch;

/// <summary>
/// How long the turn of a class in a <see cref="SubQueue{T}"/> is: one item, as in Ceph, but where many classes wait a few items behind
/// each other, so that what is made ready for all of them at a time, such as the answers to them, need not be made ready for each alone.
/// </summary>
/// <param name="Items">Most items of a turn where many classes wait.</param>
/// <param name="FewClasses">Up to so many classes take turns item by item.</param>
internal readonly record struct ClassTurns(int Items, int FewClasses)
{
    /// <summary>Ceph's order, however many classes there are.</summary>
    internal static ClassTurns ItemByItem { get; } = new(1, 0);
}

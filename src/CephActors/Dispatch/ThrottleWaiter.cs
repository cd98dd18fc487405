namespace CephActors.Dispatch;

/// <summary>One request that waits at a <see cref="Throttle"/>. Its place in the line changes under the throttle's lock only.</summary>
internal abstract class ThrottleWaiter(long amount)
{
    private LinkedListNode<ThrottleWaiter>? _node;
    private bool _withdrawn;
    private bool _granted;

    internal long Amount { get; } = amount;

    /// <summary>The amount has been taken on behalf of this waiter, who now has to give it back some day.</summary>
    internal abstract void Granted();

    /// <summary>False if it was withdrawn before it came to stand in line.</summary>
    internal bool TryQueue(LinkedList<ThrottleWaiter> line)
    {
        if (_withdrawn)
            return false;
        _node = line.AddLast(this);
        return true;
    }

    internal bool TryWithdraw(LinkedList<ThrottleWaiter> line, out bool queued)
    {
        queued = _node is not null;
        if (_granted)
            return false;
        _withdrawn = true;
        LeaveLine(line);
        return true;
    }

    internal void Grant(LinkedList<ThrottleWaiter> line)
    {
        _granted = true;
        LeaveLine(line);
    }

    private void LeaveLine(LinkedList<ThrottleWaiter> line)
    {
        if (_node is not null)
            line.Remove(_node);
        _node = null;
    }
}

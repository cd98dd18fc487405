namespace CephActors.Streams;

/// <summary>A receive gate that says when a refused payload is worth another try.</summary>
internal interface IBlockableGate : IReceiveGate
{
    /// <summary>
    /// Calls <paramref name="wakeUp"/> once when the payload that was refused last can enter: on any thread, and possibly
    /// before this method returns.
    /// </summary>
    public void OnReady(Action wakeUp);

    /// <summary>
    /// The socket that waits with <paramref name="wakeUp"/> has gone: what was set aside for it is given back. Without
    /// effect if that wait is over or another socket waits by now.
    /// </summary>
    public void CancelWait(Action wakeUp);
}

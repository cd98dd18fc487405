namespace CephActors.Streams;

/// <summary>
/// Takes commands to a stage from any thread. The stage binds it while it is materialized; commands that come before it
/// has started wait for it, those that come after it has stopped are dropped.
/// </summary>
internal sealed class StagePort
{
    private volatile Action<object>? _send;

    public void Send(object command) => _send?.Invoke(command);

    public void Bind(Action<object> send) => _send = send;

    public void Unbind() => _send = null;
}

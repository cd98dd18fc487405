using CephActors.Streams;

namespace CephActors.Tests.Streams;

/// <summary>A gate that a test opens and shuts.</summary>
internal sealed class FakeGate(bool open) : IBlockableGate
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _open = open;
    private Action? _wakeUp;

    /// <summary>Messages that entered and did not give everything back.</summary>
    public int Inside { get; private set; }

    public bool HasWaiter
    {
        get
        {
            lock (_lock) return _wakeUp is not null;
        }
    }

    /// <summary>Ends when a refused reader waits for the first time.</summary>
    public Task Asked => _asked.Task;

    public bool TryEnter(long payloadBytes)
    {
        lock (_lock)
        {
            if (_open) Inside++;
            return _open;
        }
    }

    public void ReturnDispatch(long payloadBytes)
    {
    }

    public void ReturnPolicy(long payloadBytes)
    {
        lock (_lock) Inside--;
    }

    public void OnReady(Action wakeUp)
    {
        lock (_lock) _wakeUp = wakeUp;
        _asked.TrySetResult();
    }

    public void CancelWait(Action wakeUp)
    {
        lock (_lock)
            if (_wakeUp == wakeUp) _wakeUp = null;
    }

    public void Open()
    {
        Action? wakeUp;
        lock (_lock)
        {
            _open = true;
            (wakeUp, _wakeUp) = (_wakeUp, null);
        }

        wakeUp?.Invoke();
    }
}

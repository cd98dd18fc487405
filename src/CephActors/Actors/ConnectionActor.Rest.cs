using CephActors.Session;

namespace CephActors.Actors;

/// <summary>
/// Rests where races hide, as a thread of Ceph sleeps there: everything that comes meanwhile waits, and no thread does.
/// </summary>
internal sealed partial class ConnectionActor
{
    private readonly Queue<object> _waiting = new();
    private Action? _goOn;

    /// <inheritdoc/>
    public bool IsResting => _goOn is not null;

    void ISessionHost.Pause(Action goOn) => Pause(goOn);

    private void Pause(Action goOn)
    {
        if (_dice is not null && _dice.Faults.InternalDelays is { Ticks: > 0 } delay && !IsResting && !_connection.IsClosed)
            Rest(delay, goOn);
        else
            goOn();
    }

    private void Rest(TimeSpan delay, Action goOn)
    {
        _goOn = goOn;
        Timers.StartSingleTimer(RestOver.Instance, RestOver.Instance, delay);
    }

    /// <summary>Keeps what comes while it rests; the end of the rest, and of the connection, wake it.</summary>
    private void Wait(object message)
    {
        if (message is AckDue)
            _ackWait = AckWait.None;
        else if (message is not RestOver)
            _waiting.Enqueue(message);
        if (message is MessengerMarkDown)
            _connection.TryClose();
        if (message is RestOver || _connection.IsClosed)
            WakeUp();
    }

    private void WakeUp()
    {
        Timers.Cancel(RestOver.Instance);
        var goOn = _goOn!;
        _goOn = null;
        goOn();
        while (!IsResting && _waiting.TryDequeue(out var message))
            Handle(message);
    }

    /// <summary>With broken sockets on, a connector may rest once it knows its address.</summary>
    private void PauseAfterLearning()
    {
        if (_dice is null || IsResting)
            return;
        var faults = _dice.Faults;
        if (faults.InternalDelays > TimeSpan.Zero && _dice.OneIn(faults.SocketFailures))
            Rest(faults.InternalDelays, static () => { });
    }

    private sealed record RestOver
    {
        public static readonly RestOver Instance = new();
    }
}

using CephActors.Dispatch;
using CephActors.Session;

namespace CephActors.Diagnostics;

/// <summary>
/// What can be seen of a messenger from outside its actors: its connections, what they have carried, and what has happened to
/// them. Numbers are kept by those they are about and added up when somebody asks. Safe to use from any thread.
/// </summary>
internal sealed class MessengerWatch(string messenger, Func<IEnumerable<Throttle>> throttles, TimeProvider clock) : IDispatchWatch
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, WatchedConnection> _live = [];
    private readonly TrafficTotals _ended = new();
    private Func<DispatchStatus> _dispatch = static () => new DispatchStatus(0, TimeSpan.Zero, 0, 0, 0, 0, 0);
    private long _opened;
    private long _reconnects;
    private long _faults;
    private long _resets;
    private long _remoteResets;
    private long _refused;

    /// <summary>The messenger's name.</summary>
    public string Messenger { get; } = messenger;

    /// <summary>The receive throttles.</summary>
    public IEnumerable<Throttle> Throttles => throttles();

    /// <inheritdoc/>
    public Func<DispatchStatus> Dispatch
    {
        get => Volatile.Read(ref _dispatch);
        set => Volatile.Write(ref _dispatch, value);
    }

    /// <summary>The connections that have an actor, oldest first.</summary>
    public WatchedConnection[] Live
    {
        get
        {
            lock (_lock)
                return [.. _live.Values.OrderBy(c => c.Connection.QueueId)];
        }
    }

    /// <summary>What the messenger has been through.</summary>
    public MessengerCounters Counters
    {
        get
        {
            var totals = ReadTraffic();
            return new MessengerCounters(
                totals.Sum(received: true),
                totals.Sum(received: false),
                totals.Replayed,
                Interlocked.Read(ref _opened),
                Interlocked.Read(ref _reconnects),
                Interlocked.Read(ref _faults),
                Interlocked.Read(ref _resets),
                Interlocked.Read(ref _remoteResets),
                Interlocked.Read(ref _refused));
        }
    }

    /// <summary>What all connections have carried since the messenger was made.</summary>
    public TrafficTotals ReadTraffic()
    {
        lock (_lock)
        {
            var totals = new TrafficTotals(_ended);
            foreach (var connection in _live.Values)
                totals.Add(connection);
            return totals;
        }
    }

    /// <summary>A connection has an actor now.</summary>
    public void Started(WatchedConnection connection)
    {
        lock (_lock)
            _live.Add(connection.Connection.QueueId, connection);
    }

    /// <summary>Its actor has ended; what it carried counts on.</summary>
    public void Ended(WatchedConnection connection)
    {
        lock (_lock)
        {
            if (_live.Remove(connection.Connection.QueueId))
                _ended.Add(connection);
        }
    }

    /// <summary>A session was opened.</summary>
    public void Opened(bool again)
    {
        Interlocked.Increment(ref _opened);
        if (again)
            Interlocked.Increment(ref _reconnects);
    }

    /// <summary>A socket was lost, or could not be had.</summary>
    public void Fault() => Interlocked.Increment(ref _faults);

    /// <summary>A message has left for good, so long after it was sent.</summary>
    public void Left(TimeSpan took, Policy policy)
    {
        if (MessengerMeter.SendDuration.Enabled)
            MessengerMeter.SendDuration.Record(took.TotalSeconds, new("messenger", Messenger), new("policy", policy.Name));
    }

    /// <inheritdoc/>
    public void Dispatched(long receivedAt)
    {
        if (MessengerMeter.DispatchDuration.Enabled)
            MessengerMeter.DispatchDuration.Record(clock.GetElapsedTime(receivedAt).TotalSeconds, new KeyValuePair<string, object?>("messenger", Messenger));
    }

    /// <summary>Dispatchers are told of this.</summary>
    public void Raised(SessionEvent raised)
    {
        if (raised is SessionEvent.Reset)
            Interlocked.Increment(ref _resets);
        else if (raised is SessionEvent.RemoteReset)
            Interlocked.Increment(ref _remoteResets);
        else if (raised is SessionEvent.Refused)
            Interlocked.Increment(ref _refused);
    }
}

/// <summary>A connection with what other threads may read of its session.</summary>
internal sealed record WatchedConnection(Connection Connection, SessionTraffic Traffic);

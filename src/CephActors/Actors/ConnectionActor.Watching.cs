using Akka.Event;
using CephActors.Diagnostics;
using CephActors.Session;
using CephActors.Telemetry;

namespace CephActors.Actors;

/// <summary>What this connection shows of itself.</summary>
internal sealed partial class ConnectionActor
{
    private readonly WatchedConnection _watched;
    private long _openings;
    private long _faults;
    private DateTimeOffset? _lastFaultAt;

    /// <summary>The machine took a step, in which it may have lost a socket.</summary>
    private void WatchFaults()
    {
        if (_machine.Faults == _faults)
            return;
        _faults = _machine.Faults;
        _lastFaultAt = _services.Clock.GetUtcNow();
        _services.Watch.Fault();
    }

    private void OnOpened() => _services.Watch.Opened(again: ++_openings > 1);

    /// <summary>The logger is made for each line: lines are few, and one kept by each connection costs more than the rest of its actor.</summary>
    private void Log(LogLine what, params object[] arguments)
    {
        if (_services.Log.IsEnabled(what.Level.ToLogLevel()))
        {
            Context.GetLogger()
                .WithContext("Messenger", _services.Name)
                .About(_connection)
                .WithContext("Incarnation", _machine.Incarnation)
                .Write(what, arguments);
        }
    }

    private ConnectionDump Dump()
    {
        var queues = _machine.Queues;
        var outbox = _connection.Outbox;
        return new ConnectionDump
        {
            Id = _connection.QueueId,
            PeerType = _machine.PeerType,
            PeerAddresses = _machine.PeerAddresses,
            State = _machine.State.ToString().ToLowerInvariant(),
            Handshake = _machine.Handshake.ToString().ToLowerInvariant(),
            Policy = _machine.Policy.Name,
            IsLossy = _machine.Policy.Lossy,
            IsAnonymous = _machine.Anonymous,
            Features = _machine.Terms?.Features ?? 0,
            Incarnation = _machine.Incarnation,
            ConnectSeq = _machine.ConnectSeq,
            GlobalSeq = _machine.GlobalSeq,
            PeerGlobalSeq = _machine.PeerGlobalSeq,
            InSeq = queues.InSeq,
            OutSeq = queues.OutSeq,
            Queued = queues.Queued,
            Unacknowledged = queues.Unacked,
            HeldMessages = outbox.HeldMessages,
            HeldBytes = outbox.HeldBytes,
            HeldFor = outbox.Watch.Age,
            IdleFor = Socket is null ? null : Context.System.Scheduler.MonotonicClock - _machine.LastActivity,
            Received = Sum(queues.Traffic.Received),
            Sent = Sum(queues.Traffic.Sent),
            Replayed = queues.Replayed,
            Reconnects = Math.Max(0, _openings - 1),
            LastFault = _machine.LastFault,
            LastFaultAt = _lastFaultAt,
            LastKeepalive = _connection.LastKeepalive,
            LastKeepaliveAck = _connection.LastKeepaliveAck,
        };
    }

    private static TrafficCount Sum(MessageTally tally)
    {
        long messages = 0;
        long bytes = 0;
        foreach (var type in tally.Read())
        {
            messages += type.Messages;
            bytes += type.Bytes;
        }

        return new TrafficCount(messages, bytes);
    }
}

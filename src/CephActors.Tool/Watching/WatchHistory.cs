namespace CephActors.Tool.Watching;

/// <summary>What two pictures of a messenger, one after the other, say about the time between them; and the throughput before.</summary>
internal sealed class WatchHistory
{
    /// <summary>So many intervals are remembered.</summary>
    public const int Length = 60;

    private readonly Queue<double> _in = new();
    private readonly Queue<double> _out = new();
    private MessengerDump? _last;

    /// <summary>Adds a picture. The first says nothing of speed, nor does one of a messenger that was started anew.</summary>
    public WatchFrame Add(MessengerDump dump)
    {
        var before = _last is { } last && last.TakenAt < dump.TakenAt && last.Counters.Received.Messages <= dump.Counters.Received.Messages ? last : null;
        _last = dump;
        var seconds = before is null ? 0 : (dump.TakenAt - before.TakenAt).TotalSeconds;
        var received = Speed.Of(dump.Counters.Received, before?.Counters.Received, seconds);
        var sent = Speed.Of(dump.Counters.Sent, before?.Counters.Sent, seconds);
        if (before is not null)
        {
            Remember(_in, received.Messages);
            Remember(_out, sent.Messages);
        }

        var earlier = before?.Connections.ToDictionary(c => c.Id) ?? [];
        var rows =
            from connection in dump.Connections
            let then = earlier.GetValueOrDefault(connection.Id)
            let row = new WatchRow(
                connection,
                Speed.Of(connection.Received, then?.Received, then is null ? 0 : seconds),
                Speed.Of(connection.Sent, then?.Sent, then is null ? 0 : seconds))
            orderby row.Received.Messages + row.Sent.Messages descending, connection.HeldMessages descending, connection.Id
            select row;
        return new WatchFrame(dump, received, sent, [.. _in], [.. _out], [.. rows]);
    }

    private static void Remember(Queue<double> row, double value)
    {
        row.Enqueue(value);
        if (row.Count > Length)
            row.Dequeue();
    }
}

/// <summary>How fast messages go one way.</summary>
/// <param name="Messages">Per second.</param>
/// <param name="Bytes">Per second.</param>
internal readonly record struct Speed(double Messages, double Bytes)
{
    /// <summary>From two counts, so many seconds apart; nothing without the first.</summary>
    public static Speed Of(TrafficCount now, TrafficCount? before, double seconds) =>
        before is { } then && seconds > 0 ? new((now.Messages - then.Messages) / seconds, (now.Bytes - then.Bytes) / seconds) : default;
}

/// <summary>One connection.</summary>
internal sealed record WatchRow(ConnectionDump Connection, Speed Received, Speed Sent);

/// <summary>What is shown at a time.</summary>
/// <param name="Dump">The newest picture.</param>
/// <param name="Received">Since the one before it.</param>
/// <param name="Sent">Since the one before it.</param>
/// <param name="ReceivedBefore">Messages per second of the last intervals, oldest first.</param>
/// <param name="SentBefore">The same for those sent.</param>
/// <param name="Rows">Its connections, the busiest first.</param>
internal sealed record WatchFrame(
    MessengerDump Dump, Speed Received, Speed Sent, IReadOnlyList<double> ReceivedBefore, IReadOnlyList<double> SentBefore, IReadOnlyList<WatchRow> Rows);

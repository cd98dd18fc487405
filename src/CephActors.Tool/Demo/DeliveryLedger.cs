using System.Diagnostics;

namespace CephActors.Tool.Demo;

/// <summary>
/// What became of the messages of one direction. The sender notes when it sends, the receiver what it gets; the receiver
/// finds duplicates, wrong order inside a priority, and messages that are not what was sent. It remembers what is under
/// way and no more, so it holds as much after a million messages as after a thousand.
/// </summary>
internal sealed class DeliveryLedger(TrafficPlan plan, int direction, long messages = long.MaxValue)
{
    private readonly Dictionary<long, long> _underWay = [];
    private readonly long[] _newest = [.. Enumerable.Repeat(-1L, MessagePriority.Highest + 1)];
    private long _sent;
    private long _delivered;
    private long _bytes;

    /// <summary>How many are to be sent.</summary>
    public long Messages => messages;

    /// <summary>How many were handed to the messenger.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Messages delivered for the first time and intact.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Their payload bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Messages sent and not delivered; at the end, lost.</summary>
    public long Lost => Sent - Delivered;

    /// <summary>Whether everything has arrived.</summary>
    public bool IsComplete => Delivered == messages;

    /// <summary>Messages delivered again.</summary>
    public int Duplicated { get; private set; }

    /// <summary>Messages delivered behind a later one of their priority.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>Messages nobody sent like this: unknown number, other priority, other bytes.</summary>
    public int Corrupt { get; private set; }

    /// <summary>The times from sending to delivery, in stopwatch ticks; those of missing messages are left out.</summary>
    public LatencyHistogram Latencies { get; } = new();

    /// <summary>Makes the message with this number; they are made in turn, and each may be sent once.</summary>
    public CephMessage Prepare(long index)
    {
        var planned = plan[direction, index];
        lock (_underWay)
            _underWay.Add(index, Stopwatch.GetTimestamp());
        Volatile.Write(ref _sent, index + 1);
        return new CephMessage(MessageType.Ping, default, default, plan.PayloadOf(planned))
        {
            Tid = (ulong)index + 1,
            Priority = (ushort)planned.Priority,
        };
    }

    /// <summary>Judges a received message.</summary>
    public void Record(CephMessage message)
    {
        if (message.Tid - 1 >= (ulong)Sent)
        {
            Corrupt++;
            return;
        }

        var index = (long)message.Tid - 1;
        var planned = plan[direction, index];
        if (planned.Priority != message.Priority || !plan.Matches(planned, message.Data))
        {
            Corrupt++;
            return;
        }

        if (!TryTake(index, out var sentAt))
        {
            Duplicated++;
            return;
        }

        Latencies.Add(Stopwatch.GetTimestamp() - sentAt);
        if (index < _newest[message.Priority])
            OutOfOrder++;
        else
            _newest[message.Priority] = index;
        Volatile.Write(ref _bytes, _bytes + message.Data.Length);
        Volatile.Write(ref _delivered, _delivered + 1);
    }

    private bool TryTake(long index, out long sentAt)
    {
        lock (_underWay)
            return _underWay.Remove(index, out sentAt);
    }
}

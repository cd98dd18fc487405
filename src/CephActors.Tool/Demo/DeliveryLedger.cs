using System.Diagnostics;

namespace CephActors.Tool.Demo;

/// <summary>
/// What became of the messages of one direction. The sender notes when it sends, the receiver what it gets; the receiver
/// finds duplicates, wrong order inside a priority, and messages that are not what was sent.
/// </summary>
internal sealed class DeliveryLedger(TrafficPlan plan, int direction, int messages)
{
    private readonly long[] _times = new long[messages];
    private readonly bool[] _seen = new bool[messages];
    private readonly int[] _newest = Enumerable.Repeat(-1, MessagePriority.Highest + 1).ToArray();
    private int _delivered;
    private long _bytes;

    /// <summary>How many are to be sent.</summary>
    public int Messages => messages;

    /// <summary>How many were handed to the messenger.</summary>
    public int Sent { get; private set; }

    /// <summary>Messages delivered for the first time and intact.</summary>
    public int Delivered => Volatile.Read(ref _delivered);

    /// <summary>Their payload bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Messages sent and not delivered; at the end, lost.</summary>
    public int Lost => Sent - Delivered;

    /// <summary>Whether everything has arrived.</summary>
    public bool IsComplete => Delivered == messages;

    /// <summary>Messages delivered again.</summary>
    public int Duplicated { get; private set; }

    /// <summary>Messages delivered behind a later one of their priority.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>Messages nobody sent like this: unknown number, other priority, other bytes.</summary>
    public int Corrupt { get; private set; }

    /// <summary>Makes the message with this number; it may be sent once.</summary>
    public CephMessage Prepare(int index)
    {
        var planned = plan[direction, index];
        Sent++;
        Volatile.Write(ref _times[index], Stopwatch.GetTimestamp());
        return new CephMessage(MessageType.Ping, default, default, plan.PayloadOf(planned))
        {
            Tid = (ulong)index + 1,
            Priority = (ushort)planned.Priority,
        };
    }

    /// <summary>Judges a received message.</summary>
    public void Record(CephMessage message)
    {
        if (message.Tid - 1 >= (ulong)messages)
        {
            Corrupt++;
            return;
        }

        var index = (int)(message.Tid - 1);
        var planned = plan[direction, index];
        if (planned.Priority != message.Priority || !plan.Matches(planned, message.Data))
        {
            Corrupt++;
            return;
        }

        if (_seen[index])
        {
            Duplicated++;
            return;
        }

        _seen[index] = true;
        _times[index] = Stopwatch.GetTimestamp() - Volatile.Read(ref _times[index]);
        if (index < _newest[message.Priority])
            OutOfOrder++;
        else
            _newest[message.Priority] = index;
        Volatile.Write(ref _bytes, _bytes + message.Data.Length);
        Volatile.Write(ref _delivered, _delivered + 1);
    }

    /// <summary>The times from sending to delivery, in stopwatch ticks; those of missing messages are left out.</summary>
    public IEnumerable<long> Latencies() => _times.Where((_, index) => _seen[index]);
}

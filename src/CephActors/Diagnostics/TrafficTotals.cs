using System.Runtime.InteropServices;

namespace CephActors.Diagnostics;

/// <summary>What connections have carried, by policy, direction and type of message. Not thread-safe.</summary>
internal sealed class TrafficTotals
{
    private readonly Dictionary<TrafficKey, TrafficCount> _counts;

    public TrafficTotals() => _counts = [];

    public TrafficTotals(TrafficTotals other)
    {
        _counts = new(other._counts);
        Replayed = other.Replayed;
    }

    /// <summary>The counts.</summary>
    public IReadOnlyDictionary<TrafficKey, TrafficCount> Counts => _counts;

    /// <summary>Messages written again.</summary>
    public long Replayed { get; private set; }

    /// <summary>Adds what a connection has carried so far.</summary>
    public void Add(WatchedConnection connection)
    {
        var policy = connection.Connection.Policy.Name;
        foreach (var (type, messages, bytes) in connection.Traffic.Received.Read())
            Add(new TrafficKey(policy, true, type), messages, bytes);
        foreach (var (type, messages, bytes) in connection.Traffic.Sent.Read())
            Add(new TrafficKey(policy, false, type), messages, bytes);
        Replayed += connection.Traffic.Replayed;
    }

    /// <summary>All messages of one direction.</summary>
    public TrafficCount Sum(bool received)
    {
        long messages = 0;
        long bytes = 0;
        foreach (var (key, count) in _counts)
        {
            if (key.IsReceived != received)
                continue;
            messages += count.Messages;
            bytes += count.Bytes;
        }

        return new TrafficCount(messages, bytes);
    }

    private void Add(TrafficKey key, long messages, long bytes)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _);
        count = new TrafficCount(count.Messages + messages, count.Bytes + bytes);
    }
}

/// <summary>What is counted apart.</summary>
internal readonly record struct TrafficKey(string Policy, bool IsReceived, MessageType Type);

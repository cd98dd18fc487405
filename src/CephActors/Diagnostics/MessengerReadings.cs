using System.Diagnostics.Metrics;

namespace CephActors.Diagnostics;

/// <summary>What the instruments of <see cref="MessengerMeter"/> read of one messenger.</summary>
internal static class MessengerReadings
{
    public static IEnumerable<Measurement<long>> Messages(MessengerWatch watch) => Traffic(watch, count => count.Messages);

    public static IEnumerable<Measurement<long>> Bytes(MessengerWatch watch) => Traffic(watch, count => count.Bytes);

    public static IEnumerable<Measurement<long>> One(MessengerWatch watch, Func<MessengerCounters, long> read) => [Of(watch, read(watch.Counters))];

    public static IEnumerable<Measurement<long>> Resets(MessengerWatch watch)
    {
        var counters = watch.Counters;
        return [Of(watch, counters.Resets, ("by", "self")), Of(watch, counters.RemoteResets, ("by", "peer"))];
    }

    public static IEnumerable<Measurement<long>> Delivered(MessengerWatch watch) => [Of(watch, watch.Dispatch().Delivered)];

    public static IEnumerable<Measurement<long>> Dropped(MessengerWatch watch)
    {
        var dispatch = watch.Dispatch();
        return
        [
            Of(watch, dispatch.Unhandled, ("reason", "unhandled")),
            Of(watch, dispatch.Discarded, ("reason", "discarded")),
            Of(watch, dispatch.Lost, ("reason", "lost")),
        ];
    }

    public static IEnumerable<Measurement<long>> Connections(MessengerWatch watch) =>
        from connection in watch.Live
        group connection by (connection.Connection.State, Policy: connection.Connection.Policy.Name) into alike
        select Of(watch, alike.Count(), ("state", alike.Key.State.ToString().ToLowerInvariant()), ("policy", alike.Key.Policy));

    public static IEnumerable<Measurement<long>> HeldMessages(MessengerWatch watch) => [Of(watch, watch.Live.Sum(c => c.Connection.HeldMessages))];

    public static IEnumerable<Measurement<long>> HeldBytes(MessengerWatch watch) => [Of(watch, watch.Live.Sum(c => c.Connection.HeldBytes))];

    public static Measurement<double> HeldFor(MessengerWatch watch) =>
        new(watch.Live.Select(c => c.Connection.HeldFor.TotalSeconds).DefaultIfEmpty().Max(), Tags(watch));

    public static IEnumerable<Measurement<long>> QueueLength(MessengerWatch watch) => [Of(watch, watch.Dispatch().Length)];

    public static IEnumerable<Measurement<long>> Unfinished(MessengerWatch watch) => [Of(watch, watch.Dispatch().Unfinished)];

    public static Measurement<double> QueueAge(MessengerWatch watch) => new(watch.Dispatch().MaxAge.TotalSeconds, Tags(watch));

    public static IEnumerable<Measurement<long>> Throttles(MessengerWatch watch, Func<Throttle, long> read) =>
        watch.Throttles.Select(t => Of(watch, read(t), ("throttle", t.Name)));

    private static IEnumerable<Measurement<long>> Traffic(MessengerWatch watch, Func<TrafficCount, long> read) =>
        from entry in watch.ReadTraffic().Counts
        let key = entry.Key
        select Of(
            watch,
            read(entry.Value),
            ("direction", key.IsReceived ? "in" : "out"),
            ("type", key.Type == Session.MessageTally.Others ? "others" : MessageTypes.NameOf(key.Type)),
            ("policy", key.Policy));

    private static Measurement<long> Of(MessengerWatch watch, long value, params ReadOnlySpan<(string Name, string Value)> tags) => new(value, Tags(watch, tags));

    private static KeyValuePair<string, object?>[] Tags(MessengerWatch watch, params ReadOnlySpan<(string Name, string Value)> tags)
    {
        var all = new KeyValuePair<string, object?>[tags.Length + 1];
        all[0] = new("messenger", watch.Messenger);
        for (var i = 0; i < tags.Length; i++)
            all[i + 1] = new(tags[i].Name, tags[i].Value);
        return all;
    }
}

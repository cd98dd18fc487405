using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace CephActors.Diagnostics;

/// <summary>
/// The instruments of all messengers of this process. All but two are read when somebody collects, from numbers that are kept
/// anyway; the two histograms are asked whether anybody listens before a time is taken down.
/// </summary>
internal static class MessengerMeter
{
    // A loopback round trip takes tens of microseconds, a peer that is away minutes.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
    };

    private static readonly Meter Meter = new(CephActorsDiagnostics.MeterName, typeof(MessengerMeter).Assembly.GetName().Version?.ToString(3));
    private static ImmutableHashSet<MessengerWatch> _messengers = [];

    static MessengerMeter()
    {
        Counter("messages", "{message}", "Messages received and written, those written again included.", MessengerReadings.Messages);
        Counter("bytes", "By", "Their payload.", MessengerReadings.Bytes);
        Counter("replays", "{message}", "Messages written again, because the peer did not have them.", w => MessengerReadings.One(w, c => c.Replayed));
        Counter("opens", "{session}", "Sessions opened, at first or again.", w => MessengerReadings.One(w, c => c.Opened));
        Counter("reconnects", "{session}", "Sessions opened again, on another socket.", w => MessengerReadings.One(w, c => c.Reconnects));
        Counter("faults", "{fault}", "Sockets lost, and attempts to get one that failed.", w => MessengerReadings.One(w, c => c.Faults));
        Counter("refusals", "{fault}", "Dials that nobody answered.", w => MessengerReadings.One(w, c => c.Refused));
        Counter("resets", "{session}", "Sessions that were lost with what they held.", MessengerReadings.Resets);
        Counter("dispatch.delivered", "{message}", "Messages given to dispatcher actors.", MessengerReadings.Delivered);
        Counter("dispatch.dropped", "{message}", "Messages that no dispatcher has processed.", MessengerReadings.Dropped);

        Level("connections", "{connection}", "Connections by state.", MessengerReadings.Connections);
        Level("out_queue.messages", "{message}", "Messages held for peers, waiting or unacknowledged.", MessengerReadings.HeldMessages);
        Level("out_queue.bytes", "By", "Their payload.", MessengerReadings.HeldBytes);
        Level("dispatch.queue", "{message}", "Messages and events that wait for dispatchers.", MessengerReadings.QueueLength);
        Level("dispatch.unfinished", "{message}", "Deliveries that dispatchers have not processed.", MessengerReadings.Unfinished);
        Level("throttle.used", "1", "What is taken of a receive throttle, in bytes or messages.", w => MessengerReadings.Throttles(w, t => t.Current));
        Level("throttle.limit", "1", "Its limit; 0 for none.", w => MessengerReadings.Throttles(w, t => t.Max));
        Level("throttle.waiting", "{socket}", "Sockets that are not read because of it.", w => MessengerReadings.Throttles(w, t => t.Waiting));

        Age("out_queue.age", "The longest that a message looked at has been held for a peer.", MessengerReadings.HeldFor);
        Age("dispatch.age", "How long the oldest queued message has waited.", MessengerReadings.QueueAge);
    }

    /// <summary>From <see cref="Connection.Send"/> until the message is acknowledged, or written on a lossy session; one at a time per connection.</summary>
    public static Histogram<double> SendDuration { get; } = Meter.CreateHistogram(
        Name("send.duration"), "s", "From send until acknowledged, or written on a lossy session.", tags: null, Durations);

    /// <summary>From reading a batch off its socket until the last of it is given to its dispatcher.</summary>
    public static Histogram<double> DispatchDuration { get; } = Meter.CreateHistogram(
        Name("dispatch.duration"), "s", "From reading a batch of messages until the last of it is given to a dispatcher.", tags: null, Durations);

    /// <summary>A messenger lives.</summary>
    public static void Add(MessengerWatch messenger) => ImmutableInterlocked.Update(ref _messengers, (all, one) => all.Add(one), messenger);

    /// <summary>It has ended; its numbers end with it.</summary>
    public static void Remove(MessengerWatch messenger) => ImmutableInterlocked.Update(ref _messengers, (all, one) => all.Remove(one), messenger);

    private static string Name(string name) => $"ceph.messenger.{name}";

    private static void Counter(string name, string unit, string description, Func<MessengerWatch, IEnumerable<Measurement<long>>> read) =>
        Meter.CreateObservableCounter(Name(name), () => _messengers.SelectMany(read), unit, description);

    private static void Level(string name, string unit, string description, Func<MessengerWatch, IEnumerable<Measurement<long>>> read) =>
        Meter.CreateObservableUpDownCounter(Name(name), () => _messengers.SelectMany(read), unit, description);

    private static void Age(string name, string description, Func<MessengerWatch, Measurement<double>> read) =>
        Meter.CreateObservableGauge(Name(name), () => _messengers.Select(read), "s", description);
}

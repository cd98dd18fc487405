using System.Diagnostics.Metrics;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.Diagnostics;

public sealed class MetricsSpec(ITestOutputHelper output) : MessengerTest(output)
{
    [Fact]
    public async Task Instruments_should_tell_what_two_messengers_did()
    {
        using var listener = new Listener();
        // Names of their own: other specs run beside these, and the meter is of the process.
        var (a, b) = (await StartAsync("osd.77001"), await StartAsync("osd.77002"));
        var (here, there) = (a.Messenger.Name, b.Messenger.Name);
        var toB = a.ConnectTo(b);
        for (ulong tid = 1; tid <= 4; tid++)
            toB.Send(Ping(tid, size: 25));
        await b.ExpectMessagesAsync(4);
        await UntilAsync(() => toB.Outbox.HeldMessages == 0);
        Network.Cut(_ => true);
        toB.Send(Ping(5));
        await b.ExpectMessagesAsync(1);

        await UntilAsync(() => listener.Read("ceph.messenger.messages", here, ("direction", "out"), ("type", "MPing"), ("policy", "lossless-peer")) >= 5);
        Assert.Equal(5, listener.Read("ceph.messenger.messages", there, ("direction", "in"), ("type", "MPing"), ("policy", "lossless-peer")));
        Assert.Equal(100, listener.Read("ceph.messenger.bytes", there, ("direction", "in"), ("type", "MPing")));
        Assert.Equal(1, listener.Read("ceph.messenger.reconnects", here));
        Assert.Equal(2, listener.Read("ceph.messenger.opens", here));
        Assert.True(listener.Read("ceph.messenger.faults", here) >= 1);
        Assert.Equal(5, listener.Read("ceph.messenger.dispatch.delivered", there));
        Assert.Equal(1, listener.Read("ceph.messenger.connections", here, ("state", "open"), ("policy", "lossless-peer")));
        Assert.Equal(a.Messenger.Services.Settings.DispatchThrottleBytes, listener.Read("ceph.messenger.throttle.limit", here, ("throttle", $"{here}-dispatch-bytes")));
        await UntilAsync(() => listener.Read("ceph.messenger.out_queue.messages", here) == 0);
        Assert.True(listener.Count("ceph.messenger.send.duration", here) >= 1);
        Assert.True(listener.Count("ceph.messenger.dispatch.duration", there) >= 1);
    }

    [Fact]
    public async Task Instruments_should_forget_a_messenger_that_has_ended()
    {
        using var listener = new Listener();
        var a = await StartAsync("osd.77003");
        Assert.True(listener.Has("ceph.messenger.dispatch.queue", a.Messenger.Name));

        await a.Messenger.ShutdownAsync();

        Assert.False(listener.Has("ceph.messenger.dispatch.queue", a.Messenger.Name));
    }

    [Fact]
    public void Instruments_should_be_those_of_the_documentation()
    {
        using var listener = new Listener();
        // One that has never been used would not be published.
        _ = CephActors.Diagnostics.MessengerMeter.SendDuration;
        var documented = OperationsPage.Table("Instrument").Select(row => (Name: row[0].Trim('`'), Unit: row[1].Trim('`')));

        Assert.Equal(listener.Published.Select(i => (i.Name, i.Unit ?? "")).Order(), documented.Order());
        Assert.All(listener.Published, i => Assert.False(string.IsNullOrEmpty(i.Description)));
    }

    /// <summary>Hears everything the meter says.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<(string Instrument, double Value, string Tags)> _collected = [];
        private readonly List<(string Instrument, string Tags)> _recorded = [];

        public Listener()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name != CephActorsDiagnostics.MeterName)
                    return;
                Published.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public List<Instrument> Published { get; } = [];

        public bool Has(string instrument, string messenger)
        {
            Collect();
            return _collected.Any(m => m.Instrument == instrument && m.Tags.Contains($"messenger={messenger};", StringComparison.Ordinal));
        }

        public double Read(string instrument, string messenger, params (string Name, string Value)[] tags)
        {
            Collect();
            return _collected.Where(m => m.Instrument == instrument && m.Tags.Contains($"messenger={messenger};", StringComparison.Ordinal)
                && Array.TrueForAll(tags, tag => m.Tags.Contains($"{tag.Name}={tag.Value};", StringComparison.Ordinal))).Sum(m => m.Value);
        }

        public int Count(string histogram, string messenger)
        {
            lock (_recorded)
                return _recorded.Count(m => m.Instrument == histogram && m.Tags.Contains($"messenger={messenger};", StringComparison.Ordinal));
        }

        public void Dispose() => _listener.Dispose();

        private void Collect()
        {
            _collected.Clear();
            _listener.RecordObservableInstruments();
        }

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = string.Concat(tags.ToArray().Select(tag => $"{tag.Key}={tag.Value};"));
            if (instrument.IsObservable)
                _collected.Add((instrument.Name, value, text));
            else
                lock (_recorded)
                    _recorded.Add((instrument.Name, text));
        }
    }
}

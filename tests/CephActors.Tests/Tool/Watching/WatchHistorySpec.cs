using CephActors.Tool.Pictures;
using CephActors.Tool.Watching;

namespace CephActors.Tests.Tool.Watching;

public class WatchHistorySpec
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly WatchHistory _history = new();

    [Fact]
    public void Speed_should_be_what_came_between_two_looks()
    {
        Assert.Equal(default, _history.Add(Dump(0, 100)).Received);

        var frame = _history.Add(Dump(2, 300));

        Assert.Equal(new Speed(100, 1000), frame.Received);
        Assert.Equal([100], frame.ReceivedBefore);
        Assert.Equal(new Speed(100, 1000), frame.Rows[0].Received);
    }

    [Fact]
    public void Speed_should_not_be_negative_when_the_messenger_was_started_anew()
    {
        _history.Add(Dump(0, 1000));

        var frame = _history.Add(Dump(1, 5));

        Assert.Equal(default, frame.Received);
        Assert.Empty(frame.ReceivedBefore);
    }

    [Fact]
    public void History_should_forget_what_is_old()
    {
        for (var i = 0; i < 100; i++)
            _history.Add(Dump(i, i * i));

        var frame = _history.Add(Dump(100, 10_000));

        Assert.Equal(WatchHistory.Length, frame.ReceivedBefore.Count);
        Assert.Equal(199, frame.ReceivedBefore[^1]);
    }

    [Theory]
    [InlineData(new double[] { }, "   ")]
    [InlineData(new double[] { 0, 0 }, " ▁▁")]
    [InlineData(new double[] { 9, 0, 4, 8 }, "▁▅█")]
    public void Sparkline_should_show_the_newest_at_the_right(double[] values, string line) => Assert.Equal(line, Sparkline.Of(values, 3));

    [Theory]
    [InlineData(0, "0", "0B")]
    [InlineData(999, "999", "999B")]
    [InlineData(1234, "1.2k", "1.2K")]
    [InlineData(34_000_000, "34M", "32M")]
    public void Amounts_should_be_short(double value, string count, string bytes) =>
        Assert.Equal((count, bytes), (Quantity.Compact(value), Quantity.CompactBytes(value)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.00025, "250us")]
    [InlineData(0.012, "12ms")]
    [InlineData(3.4, "3.4s")]
    [InlineData(300, "5m")]
    [InlineData(7200, "2h")]
    [InlineData(864_000, "10d")]
    public void Times_should_be_short(double seconds, string text) => Assert.Equal(text, Quantity.Compact(TimeSpan.FromSeconds(seconds)));

    private static MessengerDump Dump(int second, long messages) => MessengerDump.Parse($$"""
        {"name":"one","entity_name":"osd.1","own_addresses":"v1:127.0.0.1:6800/1","taken_at":"{{Start.AddSeconds(second):O}}",
         "counters":{"received":{"messages":{{messages}},"bytes":{{messages * 10}}},"sent":{"messages":0,"bytes":0},"replayed":0,"opened":1,
          "reconnects":0,"faults":0,"resets":0,"remote_resets":0,"refused":0},
         "dispatch":{"length":0,"max_age":0,"delivered":0,"unhandled":0,"discarded":0,"lost":0,"unfinished":0},
         "throttles":[],
         "connections":[{"id":1,"peer_type":"osd","peer_addresses":"v1:127.0.0.1:6801/2","state":"open","handshake":"none","policy":"lossless-peer",
          "is_lossy":false,"is_anonymous":false,"features":0,"incarnation":1,"connect_seq":1,"global_seq":1,"peer_global_seq":1,"in_seq":0,"out_seq":0,
          "queued":0,"unacknowledged":0,"held_messages":0,"held_bytes":0,"held_for":0,"idle_for":null,
          "received":{"messages":{{messages}},"bytes":{{messages * 10}}},"sent":{"messages":0,"bytes":0},"replayed":0,"reconnects":0,
          "last_fault":null,"last_fault_at":null,"last_keepalive":null,"last_keepalive_ack":null}]}
        """);
}

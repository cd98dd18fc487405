using System.Text.Json;
using CephActors.Tool.Demo;

namespace CephActors.Tests.Tool.Demo;

public class DemoResultSpec
{
    private static readonly DemoOptions Options = new(Messages: 100, Cuts: 2, Seed: 1, TimeSpan.FromMinutes(1));

    private static readonly DemoResult Good = new()
    {
        Sent = 200,
        Delivered = 200,
        Lost = 0,
        Duplicated = 0,
        OutOfOrder = 0,
        Cuts = 2,
        Reconnects = 2,
        Replayed = 7,
        MessagesPerSecond = 1234.56,
        MegabytesPerSecond = 7.89012,
        P50 = 100.04,
        P99 = 2000,
    };

    [Fact]
    public void Verdict_should_be_good_when_nothing_is_missing_and_something_was_replayed() => Assert.Null(Good.Verdict(Options));

    [Fact]
    public void Verdict_should_not_ask_for_a_replay_when_nothing_was_to_be_cut() =>
        Assert.Null((Good with { Cuts = 0, Replayed = 0 }).Verdict(Options with { Cuts = 0 }));

    [Fact]
    public void Verdict_should_name_what_is_wrong()
    {
        Assert.Equal("1 messages lost, 0 duplicated, 0 out of order", (Good with { Lost = 1 }).Verdict(Options));
        Assert.Equal("0 messages lost, 2 duplicated, 0 out of order", (Good with { Duplicated = 2 }).Verdict(Options));
        Assert.Equal("0 messages lost, 0 duplicated, 3 out of order", (Good with { OutOfOrder = 3 }).Verdict(Options));
        Assert.Equal("only 1 of 2 cuts could be made", (Good with { Cuts = 1 }).Verdict(Options));
        Assert.Equal("no cut caused a replay", (Good with { Replayed = 0 }).Verdict(Options));
        Assert.Equal("the reason", (Good with { Failure = "the reason" }).Verdict(Options));
    }

    [Fact]
    public void Json_should_have_these_keys_and_no_others()
    {
        var json = JsonDocument.Parse(Good.ToJson()).RootElement;

        Assert.Equal(
            ["sent", "delivered", "lost", "duplicated", "out_of_order", "cuts", "reconnects", "replayed", "msgs_per_s", "mb_per_s", "p50_us", "p99_us"],
            json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["200", "200", "0", "0", "0", "2", "2", "7", "1234.6", "7.89", "100", "2000"],
            json.EnumerateObject().Select(p => p.Value.GetRawText()));
    }
}

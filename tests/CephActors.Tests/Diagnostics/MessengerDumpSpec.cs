using System.Text.Json;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.Diagnostics;

public sealed class MessengerDumpSpec(ITestOutputHelper output) : MessengerTest(output)
{
    [Fact]
    public async Task Dump_should_tell_what_went_over_a_connection_and_where_it_stands()
    {
        var (a, b) = (await StartAsync("osd.1"), await StartAsync("osd.2"));
        var toB = a.ConnectTo(b);
        for (ulong tid = 1; tid <= 5; tid++)
            toB.Send(Ping(tid, size: 100));
        await b.ExpectMessagesAsync(5);
        await UntilAsync(() => toB.Outbox.HeldMessages == 0);

        var dump = await a.Messenger.DumpAsync();
        var there = Assert.Single((await b.Messenger.DumpAsync()).Connections);

        Assert.Equal((a.Messenger.Name, EntityName.Osd(1), a.Addresses), (dump.Name, dump.EntityName, dump.OwnAddresses));
        var here = Assert.Single(dump.Connections);
        Assert.Equal(("open", "none", "lossless-peer", false), (here.State, here.Handshake, here.Policy, here.IsLossy));
        Assert.Equal((EntityType.Osd, b.Addresses), (here.PeerType, here.PeerAddresses));
        Assert.Equal((5ul, 5ul), (here.OutSeq, there.InSeq));
        Assert.Equal((new TrafficCount(5, 500), new TrafficCount(5, 500)), (here.Sent, there.Received));
        Assert.Equal((0, 0, 0L, 0L, TimeSpan.Zero), (here.Queued, here.Unacknowledged, here.HeldMessages, here.HeldBytes, here.HeldFor));
        Assert.Equal((0L, 0L, null), (here.Reconnects, here.Replayed, here.LastFault));
        Assert.NotNull(here.IdleFor);
        Assert.Equal((1L, 0L), (dump.Counters.Opened, dump.Counters.Reconnects));
    }

    [Fact]
    public async Task Dump_should_tell_of_a_fault_and_what_waits_when_the_peer_is_away()
    {
        var (a, b) = (await StartAsync("osd.1"), await StartAsync("osd.2"));
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        await b.ExpectMessagesAsync(1);
        await UntilAsync(() => toB.Outbox.HeldMessages == 0);
        await b.Messenger.ShutdownAsync();
        await UntilAsync(() => !toB.IsConnected);
        toB.Send(Ping(2, size: 10));
        toB.Send(Ping(3, size: 20));
        await a.ExpectAsync<ConnectionRefused>(toB);

        var dump = await a.Messenger.DumpAsync();

        var connection = Assert.Single(dump.Connections);
        Assert.Equal("connecting", connection.State);
        Assert.Equal((2L, 30L), (connection.HeldMessages, connection.HeldBytes));
        Assert.True(connection.HeldFor > TimeSpan.Zero);
        Assert.NotNull(connection.LastFault);
        Assert.NotNull(connection.LastFaultAt);
        Assert.True(dump.Counters is { Faults: >= 2, Refused: >= 1 }, dump.Counters.ToString());
        toB.MarkDown();
    }

    [Fact]
    public async Task Counters_should_go_on_when_a_connection_ends()
    {
        var (a, b) = (await StartAsync("client.1", "default-policy = lossy-client"), await StartAsync("osd.2", "default-policy = stateless-server"));
        for (ulong tid = 1; tid <= 3; tid++)
        {
            var connection = a.ConnectTo(b);
            connection.Send(Ping(tid, size: 7));
            await b.ExpectMessagesAsync(1);
            a.Messenger.MarkDown(b.Addresses);
            await a.ExpectAsync<ConnectionReset>(connection);
        }

        await UntilAsync(() => a.Messenger.Services.Watch.Live.Length == 0);
        var dump = await a.Messenger.DumpAsync();
        Assert.Empty(dump.Connections);
        Assert.Equal((new TrafficCount(3, 21), 3L, 3L), (dump.Counters.Sent, dump.Counters.Opened, dump.Counters.Resets));
    }

    [Fact]
    public async Task Dump_should_show_connections_that_nobody_finds_and_be_read_back_from_its_json()
    {
        var (a, b) = (await StartAsync("client.1"), await StartAsync("osd.2", "default-policy = stateless-server\npolicies.client { policy = stateless-server, throttle-bytes = 1MiB }"));
        var one = a.ConnectTo(b, anonymous: true);
        var other = a.ConnectTo(b, anonymous: true);
        await a.ExpectAsync<ConnectionEstablished>();
        await a.ExpectAsync<ConnectionEstablished>();
        await UntilAsync(() => one.IsConnected && other.IsConnected);

        var dump = await b.Messenger.DumpAsync();
        Assert.Equal(2, dump.Connections.Count(c => c.IsAnonymous));
        Assert.Contains(dump.Throttles, t => t.Max == 1 << 20 && t.Name.Contains("client", StringComparison.Ordinal));

        var text = dump.ToJson();
        Assert.DoesNotContain('\n', text);
        Assert.Equal(text, MessengerDump.Parse(text).ToJson());
        Assert.Equal(dump.ToJson(indented: true), MessengerDump.Parse(text).ToJson(indented: true));
        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal("osd.2", json.GetProperty("entity_name").GetString());
        Assert.Equal("open", json.GetProperty("connections")[0].GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"name\":1}")]
    [InlineData("nothing")]
    public void Parse_should_refuse_what_is_no_dump(string json) => Assert.Throws<FormatException>(() => MessengerDump.Parse(json));

    [Fact]
    public async Task Dump_should_be_refused_when_the_messenger_was_shut_down()
    {
        var a = await StartAsync("osd.1");
        await a.Messenger.ShutdownAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => a.Messenger.DumpAsync());
    }
}

using CephActors.Tests.EndToEnd;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>What becomes of a message when it is handed to a connection.</summary>
public sealed class SendSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private const string SmallLimits = "limits { front = 1KiB, middle = 2KiB, data = 4KiB }";
    private static readonly EntityAddress Nobody = EntityAddress.Parse("v1:127.0.0.1:6809/7");

    [Theory]
    [InlineData(1025, 0, 0, "front", 1025, 1024)]
    [InlineData(0, 2049, 0, "middle", 2049, 2048)]
    [InlineData(1024, 2048, 4097, "data", 4097, 4096)]
    public void Message_should_be_refused_when_a_section_is_longer_than_the_limit(
        int front, int middle, int data, string section, int length, int limit)
    {
        var osd = Create("osd.1", SmallLimits);
        var connection = osd.Messenger.ConnectTo(Nobody, EntityType.Osd);
        var thrown = Assert.Throws<ArgumentException>(
            () => connection.Send(new CephMessage(MessageType.Ping, new byte[front], new byte[middle], new byte[data])));
        Assert.Contains($"The {section} section", thrown.Message);
        Assert.Contains($"{length} bytes, more than ceph.messenger.limits.{section} ({limit})", thrown.Message);
        Assert.Equal(0, connection.Outbox.HeldMessages);
    }

    [Fact]
    public async Task Message_should_be_delivered_when_every_section_is_as_long_as_the_limit()
    {
        var (a, b) = (Create("osd.1", SmallLimits), await StartAsync("osd.2", SmallLimits));
        a.ConnectTo(b).Send(new CephMessage(MessageType.Ping, new byte[1024], new byte[2048], new byte[4096]));
        Assert.Equal(7168, (await b.ExpectAsync<MessageReceived>()).Message.PayloadLength);
    }

    [Fact]
    public async Task Message_of_any_length_should_be_delivered_when_it_is_sent_to_oneself()
    {
        var a = await StartAsync("osd.1", SmallLimits);
        var message = new CephMessage(MessageType.Ping, new byte[5000]);
        Assert.Equal(SendResult.Accepted, a.Messenger.Loopback.Send(message));
    }

    [Fact]
    public void Send_should_say_queue_full_when_the_peer_takes_nothing()
    {
        var osd = Create("osd.1", "out-queue { max-messages = 3, max-bytes = 0 }");
        var connection = osd.Messenger.ConnectTo(Nobody, EntityType.Osd);
        Assert.Equal(
            [SendResult.Accepted, SendResult.Accepted, SendResult.Accepted, SendResult.QueueFull, SendResult.QueueFull],
            Enumerable.Range(1, 5).Select(n => connection.Send(Ping((ulong)n))));
        Assert.Equal(3, connection.Outbox.HeldMessages);
    }

    [Fact]
    public async Task Send_should_go_on_when_the_peer_has_acknowledged()
    {
        var b = await StartAsync("osd.2");
        var a = Create("osd.1", "out-queue { max-messages = 0, max-bytes = 1000 }");
        var connection = a.ConnectTo(b);
        Assert.Equal(SendResult.Accepted, connection.Send(Ping(1, size: 5000)));
        await b.ExpectAsync<MessageReceived>();
        await UntilAsync(() => connection.Outbox.HeldBytes == 0);
        Assert.Equal(SendResult.Accepted, connection.Send(Ping(2, size: 600)));
        var refused = connection.Send(Ping(3, size: 600));
        await b.ExpectAsync<MessageReceived>(m => m.Message.Tid == 2);
        await UntilAsync(() => connection.Outbox.HeldBytes == 0);
        Assert.Equal(SendResult.Accepted, connection.Send(Ping(4, size: 600)));
        Assert.True(refused is SendResult.QueueFull or SendResult.Accepted);
    }

    [Fact]
    public async Task Higher_priorities_should_overtake_and_equal_ones_keep_their_order_when_messages_wait()
    {
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var osd = Create("osd.0", "default-send-priority = 100");
        var connection = osd.Messenger.ConnectTo(listener.Address(), EntityType.Osd);
        ushort[] priorities = [63, 0, 255, 100, 196, 1, 0, 196, 255];
        for (var i = 0; i < priorities.Length; i++)
            connection.Send(Ping((ulong)i, priority: priorities[i]));
        var peer = await listener.AcceptAsync();
        var connect = await peer.AwaitConnectAsync(listener.Address());
        await SettleAsync(osd.Messenger, connection);
        await peer.LetInAsync(connect);
        var seen = new List<(ulong Tid, ushort Priority)>();
        for (ulong seq = 1; seq <= 9; seq++)
        {
            var message = await peer.ExpectMessageAsync(seq);
            Assert.Equal(EntityName.Osd(0), message.Source);
            seen.Add((message.Tid, message.Priority));
        }

        Assert.Equal([(2, 255), (8, 255), (4, 196), (7, 196), (1, 100), (3, 100), (6, 100), (0, 63), (5, 1)], seen);
    }

    [Fact]
    public async Task One_message_should_go_to_many_peers()
    {
        var a = Create("osd.1");
        var message = Ping(9, size: 100_000);
        Party[] peers = [await StartAsync("osd.2"), await StartAsync("osd.3"), await StartAsync("osd.4")];
        foreach (var peer in peers)
            a.ConnectTo(peer).Send(message);
        foreach (var peer in peers)
            Assert.Equal((9ul, 100_000), ((await peer.ExpectAsync<MessageReceived>()).Message is var m ? m.Tid : 0, (int)m.Data.Length));
    }

    [Fact]
    public async Task Messages_of_every_thread_should_keep_their_order()
    {
        var b = await StartAsync("osd.2");
        var connection = Create("osd.1").ConnectTo(b);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var n = 0; n < 2000; n++)
                Assert.Equal(SendResult.Accepted, connection.Send(Ping((ulong)((thread << 16) | n))));
        })));
        await b.ExpectMessagesAsync(8000);
        foreach (var thread in b.Messages.Select(m => m.Tid).GroupBy(tid => tid >> 16))
            Assert.Equal(Enumerable.Range(0, 2000).Select(n => (ulong)n), thread.Select(tid => tid & 0xffff));
    }
}

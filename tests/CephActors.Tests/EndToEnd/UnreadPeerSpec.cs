using CephActors.Tests.Actors;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>A peer that opens a session and never reads: what is held for it is bounded, and nothing that was accepted is lost.</summary>
public sealed class UnreadPeerSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private const int Size = 64 << 10;

    [Theory]
    [InlineData("max-messages = 300, max-bytes = 0", 300)]
    [InlineData("max-messages = 0, max-bytes = 20MiB", 320)]
    [InlineData("max-messages = 10, max-bytes = 20MiB", 10)]
    public async Task Everything_accepted_should_arrive_once_in_order_when_the_peer_comes_back(string bounds, int accepted)
    {
        // More than the buffers of the system take: most of it never leaves this side.
        var transport = new SocketTransport();
        var listener = await ScriptedListener.BindAsync(Sys, transport);
        var a = Create("osd.1", $"out-queue {{ {bounds} }}", transport);
        var connection = a.Messenger.ConnectTo(listener.Address(), EntityType.Osd);
        var deaf = await listener.AcceptAsync();
        await deaf.AdmitAsync(listener.Address());
        await UntilAsync(() => connection.IsConnected);

        for (ulong tid = 1; tid <= (ulong)accepted; tid++)
            Assert.Equal(SendResult.Accepted, connection.Send(Ping(tid, Size)));
        for (ulong tid = 1001; tid <= 1100; tid++)
            Assert.Equal(SendResult.QueueFull, connection.Send(Ping(tid, Size)));
        await SettleAsync(a.Messenger, connection);
        Assert.Equal((accepted, accepted * (long)Size), (connection.Outbox.HeldMessages, connection.Outbox.HeldBytes));
        Assert.True(connection.IsConnected);

        // Its place is taken by one that reads; it has nothing of the session but the first message.
        deaf.Reset();
        var good = await listener.AcceptAsync();
        await good.AdmitAsync(listener.Address(), inSeq: 1);
        for (ulong seq = 2; seq <= (ulong)accepted; seq++)
            Assert.Equal(seq, (await good.ExpectMessageAsync(seq)).Tid);
        await good.SendAckAsync((ulong)accepted);
        await UntilAsync(() => connection.Outbox.HeldMessages == 0);

        // What was refused is not behind it: the next message is the next that is sent.
        Assert.Equal(0, connection.Outbox.HeldBytes);
        Assert.Equal(SendResult.Accepted, connection.Send(Ping(5000, Size)));
        Assert.Equal(5000ul, (await good.ExpectMessageAsync((ulong)accepted + 1)).Tid);
    }

    [Fact]
    public async Task Other_peers_should_be_served_when_one_does_not_read()
    {
        var transport = new SocketTransport();
        var listener = await ScriptedListener.BindAsync(Sys, transport);
        var a = Create("osd.1", "out-queue { max-messages = 300, max-bytes = 0 }", transport);
        var b = await StartAsync("osd.2", transport: transport);
        var toDeaf = a.Messenger.ConnectTo(listener.Address(), EntityType.Osd);
        var deaf = await listener.AcceptAsync();
        await deaf.AdmitAsync(listener.Address());
        for (ulong tid = 1; tid <= 400; tid++)
            Assert.Equal(tid <= 300 ? SendResult.Accepted : SendResult.QueueFull, toDeaf.Send(Ping(tid, Size)));

        var toB = a.ConnectTo(b);
        for (ulong tid = 1; tid <= 200; tid++)
            Assert.Equal(SendResult.Accepted, toB.Send(Ping(tid, Size)));
        Assert.Equal(200, (await b.ExpectMessagesAsync(200)).Count);
    }

    [Fact]
    public void Bounds_should_be_there_by_default()
    {
        var settings = CreateMessenger("osd.1").Services.Settings.OutQueue;

        Assert.Equal((65_536, 512L << 20), (settings.MaxMessages, settings.MaxBytes));
    }
}

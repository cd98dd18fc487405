using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Attempts that fail, and the waits between them.</summary>
public sealed class BackoffSpec(ITestOutputHelper output) : MessengerTest(output, virtualTime: true)
{
    private static readonly EntityAddress Nobody = EntityAddress.Parse("v1:127.0.0.1:6809/7");

    [Fact]
    public async Task Backoff_should_double_up_to_the_maximum_when_nobody_listens()
    {
        var osd = Create("osd.1");
        var connection = osd.Messenger.ConnectTo(Nobody, EntityType.Osd);
        connection.Send(new CephMessage(MessageType.Ping));
        foreach (var seconds in new[] { 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15, 15 })
        {
            await osd.ExpectAsync<ConnectionRefused>(connection);
            Assert.True(await SettleAsync(osd.Messenger, connection));
            var wait = TimeSpan.FromSeconds(seconds);
            Time.Advance(wait - TimeSpan.FromMilliseconds(1));
            Assert.True(await SettleAsync(osd.Messenger, connection));
            Assert.Empty(await osd.FenceAsync());
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.False(connection.IsConnected);
        await osd.ExpectAsync<ConnectionRefused>(connection);
    }

    [Fact]
    public async Task Backoff_should_start_over_when_a_session_was_open_in_between()
    {
        var osd = Create("osd.1");
        var connection = osd.Messenger.ConnectTo(Nobody, EntityType.Osd);
        connection.Send(new CephMessage(MessageType.Ping));
        for (var seconds = 0.2; seconds < 3; seconds *= 2)
        {
            await osd.ExpectAsync<ConnectionRefused>(connection);
            await SettleAsync(osd.Messenger, connection);
            Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        await osd.ExpectAsync<ConnectionRefused>(connection);
        await SettleAsync(osd.Messenger, connection);
        var peer = await StartAsync("osd.2", "nonce = 7", bind: Nobody);
        Time.Advance(TimeSpan.FromSeconds(3.2));
        await osd.ExpectAsync<ConnectionEstablished>(connection);
        await peer.ExpectAsync<MessageReceived>();

        await peer.Messenger.ShutdownAsync().WaitAsync(Patience);
        connection.Send(new CephMessage(MessageType.Ping));
        await osd.ExpectAsync<ConnectionRefused>(connection);
        await SettleAsync(osd.Messenger, connection);
        Time.Advance(TimeSpan.FromSeconds(0.2));
        await osd.ExpectAsync<ConnectionRefused>(connection);
    }

    [Fact]
    public async Task Lossy_connection_should_keep_trying_when_the_peer_is_not_there_yet()
    {
        var client = Create("client.1", "default-policy = lossy-client");
        var connection = client.Messenger.ConnectTo(Nobody, EntityType.Osd);
        connection.Send(new CephMessage(MessageType.Ping) { Tid = 5 });
        await client.ExpectAsync<ConnectionRefused>(connection);
        await SettleAsync(client.Messenger, connection);
        var peer = await StartAsync("osd.2", "nonce = 7, default-policy = stateless-server", bind: Nobody);
        Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(5ul, (await peer.ExpectAsync<MessageReceived>()).Message.Tid);
    }

    [Fact]
    public async Task Lossless_peer_should_wait_in_standby_when_it_was_refused_and_has_nothing_to_send()
    {
        var osd = Create("osd.1");
        var connection = osd.Messenger.ConnectTo(Nobody, EntityType.Osd);
        await osd.ExpectAsync<ConnectionRefused>(connection);
        await SettleAsync(osd.Messenger, connection);
        Time.Advance(TimeSpan.FromMinutes(5));
        await SettleAsync(osd.Messenger, connection);
        Assert.Empty(await osd.FenceAsync());

        connection.Send(new CephMessage(MessageType.Ping));
        await osd.ExpectAsync<ConnectionRefused>(connection);
    }
}

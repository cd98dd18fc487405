using CephActors.Framing.V1;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>Peers that stop talking, in virtual time.</summary>
public sealed class SilentPeerSpec(ITestOutputHelper output) : MessengerTest(output, virtualTime: true)
{
    private static readonly EntityAddress Own = EntityAddress.Parse("v1:127.0.0.1:6999/1");
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    [Fact]
    public Task Acceptor_should_close_when_a_peer_says_nothing() => ExpectReadyTimeoutAsync(_ => Task.CompletedTask);

    [Fact]
    public Task Acceptor_should_close_when_a_peer_stops_inside_its_banner() =>
        ExpectReadyTimeoutAsync(peer => peer.SendAsync(Banner.Bytes[..5].ToArray()));

    [Fact]
    public Task Acceptor_should_close_when_a_peer_says_hello_and_no_more() =>
        ExpectReadyTimeoutAsync(peer => peer.SendClientHelloAsync(Own));

    [Fact]
    public Task Acceptor_should_close_when_a_refused_peer_does_not_ask_again() =>
        ExpectReadyTimeoutAsync(async peer =>
        {
            await peer.SendClientHelloAsync(Own);
            await peer.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 3));
            await peer.ExpectReplyAsync(MessengerTag.ResetSession);
        });

    [Fact]
    public async Task Connector_should_try_again_when_the_acceptor_says_nothing()
    {
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var osd = Create("osd.0");
        var connection = osd.Messenger.ConnectTo(listener.Address(), EntityType.Osd);
        connection.Send(new CephMessage(MessageType.Ping) { Tid = 9 });
        var mute = await listener.AcceptAsync();
        await mute.ExpectBannerAsync();
        await SettleAsync(osd.Messenger, connection);
        Time.Advance(ReadyTimeout);
        await mute.ExpectClosedAsync();
        await SettleAsync(osd.Messenger, connection);

        Time.Advance(TimeSpan.FromMilliseconds(200));
        var peer = await listener.AcceptAsync();
        await peer.AdmitAsync(listener.Address());
        Assert.Equal(9ul, (await peer.ExpectMessageAsync(seq: 1)).Tid);
    }

    [Fact]
    public async Task Open_session_should_lose_its_socket_when_a_message_does_not_go_on()
    {
        var (osd, peer, connection) = await OpenAsync("osd.0");
        var message = ScriptedPeer.Encode(new CephMessage(MessageType.Ping, new byte[100]), 1);
        await peer.SendAsync(message.AsMemory(0, 90));
        await AdvanceAsync(osd, connection, IdleTimeout);
        Time.Advance(IdleTimeout);
        await peer.ExpectClosedAsync();
        Assert.False(connection.IsClosed);
        Assert.Empty(osd.Messages);
    }

    [Fact]
    public async Task Lossless_session_should_wait_in_standby_when_it_was_idle()
    {
        var (osd, peer, connection) = await OpenAsync("osd.0");
        Time.Advance(IdleTimeout - Instant);
        Assert.True(connection.IsConnected);
        Time.Advance(Instant);
        await peer.ExpectClosedAsync();
        await SettleAsync(osd.Messenger, connection);
        Assert.False(connection.IsConnected);
        Assert.Empty((await osd.FenceAsync()).OfType<ConnectionReset>());
    }

    [Fact]
    public async Task Lossy_session_should_end_when_it_was_idle()
    {
        var (osd, peer, connection) = await OpenAsync("osd.0", "default-policy = stateless-server");
        Time.Advance(IdleTimeout);
        await peer.ExpectClosedAsync();
        Assert.Contains("nothing read or written", (await osd.ExpectAsync<ConnectionReset>(connection)).Reason);
        Assert.True(connection.IsClosed);
    }

    [Fact]
    public async Task Any_byte_should_count_as_a_sign_of_life()
    {
        var (osd, peer, connection) = await OpenAsync("osd.0");
        for (var i = 0; i < 3; i++)
        {
            await AdvanceAsync(osd, connection, IdleTimeout - Instant);
            await peer.SendKeepalive2Async(default);
            await peer.ExpectKeepalive2AckAsync();
        }

        // Checked once a period, so the end comes between one and two of them.
        await AdvanceAsync(osd, connection, IdleTimeout - Instant);
        Assert.True(connection.IsConnected);
        await AdvanceAsync(osd, connection, IdleTimeout);
        await peer.ExpectClosedAsync();
    }

    [Fact]
    public async Task Idle_session_should_stay_open_when_the_timeout_is_off()
    {
        var (osd, peer, connection) = await OpenAsync("osd.0", "connection-idle-timeout = 0");
        await AdvanceAsync(osd, connection, TimeSpan.FromDays(3));
        await peer.SendKeepalive2Async(default);
        await peer.ExpectKeepalive2AckAsync();
        Assert.True(connection.IsConnected);
    }

    private async Task<(Party Osd, ScriptedPeer Peer, Connection Connection)> OpenAsync(string name, string settings = "")
    {
        var osd = await StartAsync(name, settings);
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
        await peer.OpenAsync(Own);
        var connection = (await osd.ExpectAsync<ConnectionAccepted>()).Connection;
        await UntilAsync(() => connection.IsConnected);
        await SettleAsync(osd.Messenger, connection);
        return (osd, peer, connection);
    }

    private async Task AdvanceAsync(Party osd, Connection connection, TimeSpan time)
    {
        Time.Advance(time);
        await SettleAsync(osd.Messenger, connection);
    }

    private async Task ExpectReadyTimeoutAsync(Func<ScriptedPeer, Task> script)
    {
        var osd = await StartAsync("osd.0");
        await EventFilter.Info(contains: "handshake not finished within 10 s").ExpectOneAsync(async () =>
        {
            var peer = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
            await peer.ExpectServerHelloAsync();
            await script(peer);
            Time.Advance(ReadyTimeout);
            await peer.ExpectClosedAsync();
        });

        await osd.ExpectAsync<ConnectionReset>();
        Assert.Empty(await osd.FenceAsync());
        await UntilAsync(() => Network.Sockets.Count == 0);
    }
}

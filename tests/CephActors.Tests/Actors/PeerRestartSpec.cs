using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>A peer's process dies and a new one takes its place at the same IP and port.</summary>
public sealed class PeerRestartSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private static readonly EntityAddress Address = EntityAddress.Parse("v1:127.0.0.1:6900/0");

    [Theory]
    [InlineData("lossless-peer")]
    [InlineData("lossless-peer-reuse")]
    public async Task Survivor_should_lose_what_waits_and_say_so_when_it_connects_first(string policy)
    {
        var (a, toB, b) = await TalkAsync(policy);
        await b.Messenger.ShutdownAsync();
        await UntilAsync(() => !toB.IsConnected);
        toB.Send(Ping(2));
        var b2 = await StartAsync("osd.2", $"nonce = 2, default-policy = {policy}", bind: Address);

        await a.ExpectAsync<ConnectionRemoteReset>(toB);
        await a.ExpectAsync<ConnectionEstablished>(toB);
        toB.Send(Ping(3));
        Assert.Equal(3ul, (await b2.ExpectAsync<MessageReceived>()).Message.Tid);
    }

    [Theory]
    [InlineData("lossless-peer", false)]
    [InlineData("lossless-peer-reuse", true)]
    public async Task Survivor_should_replay_unless_it_checks_for_resets_when_the_new_incarnation_connects_first(string policy, bool resets)
    {
        var (a, toB, b) = await TalkAsync(policy, backoff: "1h");
        await b.Messenger.ShutdownAsync();
        await UntilAsync(() => !toB.IsConnected);
        toB.Send(Ping(2));
        toB.Send(Ping(3));
        await a.ExpectAsync<ConnectionRefused>(toB);

        var b2 = await StartAsync("osd.2", $"nonce = 2, default-policy = {policy}", bind: Address);
        var toA = b2.ConnectTo(a);
        toA.Send(Ping(50));
        Assert.Same(toB, (await a.ExpectAsync<MessageReceived>(m => m.Message.Tid == 50)).Connection);
        toB.Send(Ping(51));
        Assert.Same(toA, (await b2.ExpectAsync<MessageReceived>(m => m.Message.Tid == 51)).Connection);
        await a.FenceAsync();
        Assert.Equal(resets, a.Seen.Any(e => e is ConnectionRemoteReset));
        Assert.Equal(resets ? [51ul] : [2, 3, 51], b2.Messages.Select(m => m.Tid));
    }

    [Fact]
    public async Task New_incarnation_should_be_another_peer_when_its_nonce_is_another()
    {
        var (a, toB, b) = await TalkAsync("lossless-peer");
        await b.Messenger.ShutdownAsync();
        await UntilAsync(() => !toB.IsConnected);
        toB.Send(Ping(2));

        var b2 = await StartAsync("osd.2", "nonce = 3", bind: Address);
        var toB2 = a.ConnectTo(b2);
        Assert.NotSame(toB, toB2);
        toB2.Send(Ping(60));
        Assert.Equal(60ul, (await b2.ExpectAsync<MessageReceived>()).Message.Tid);
        await b2.FenceAsync();
        Assert.Single(b2.Messages);
        Assert.False(toB.IsConnected || toB.IsClosed);
        Assert.Equal(1, toB.Outbox.HeldMessages);
    }

    [Fact]
    public async Task Client_should_hear_of_a_remote_reset_when_its_server_has_restarted()
    {
        var server = await StartAsync("osd.2", "nonce = 2, default-policy = stateful-server", bind: Address);
        var client = Create("client.1", "default-policy = lossless-client");
        var connection = client.ConnectTo(server);
        connection.Send(Ping(1));
        await server.ExpectAsync<MessageReceived>();
        await server.Messenger.ShutdownAsync();
        var restarted = await StartAsync("osd.2", "nonce = 2, default-policy = stateful-server", bind: Address);

        await client.ExpectAsync<ConnectionRemoteReset>(connection);
        await client.ExpectAsync<ConnectionEstablished>(connection);
        connection.Send(Ping(2));
        Assert.Equal(2ul, (await restarted.ExpectAsync<MessageReceived>()).Message.Tid);
    }

    private async Task<(Party A, Connection ToB, Party B)> TalkAsync(string policy, string backoff = "100ms")
    {
        var a = await StartAsync("osd.1", $"nonce = 1, default-policy = {policy}, initial-backoff = {backoff}, max-backoff = {backoff}");
        var b = await StartAsync("osd.2", $"nonce = 2, default-policy = {policy}", bind: Address);
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        (await b.ExpectAsync<MessageReceived>()).Connection.Send(Ping(100));
        await a.ExpectAsync<MessageReceived>();
        await UntilAsync(() => toB.Outbox.HeldMessages == 0);
        return (a, toB, b);
    }
}

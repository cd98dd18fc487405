using CephActors.Messages;
using CephActors.Tests.Actors;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>The functional cases of Ceph's own messenger tests, over real sockets and under their names.</summary>
public sealed class FunctionalSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private static readonly CephMessage PingMessage = new(MessageType.Ping);

    [Fact]
    public async Task Simple_should_meet_again_after_rebind_mark_down_and_shutdown()
    {
        var server = await ServeAsync("stateless-server");
        var client = Client("lossy-client");
        await RoundTripAsync(client, client.ConnectTo(server.Messenger), 1);

        // 2. The server rebinds and avoids some ports.
        var port = server.Messenger.OwnAddresses[0].Port;
        var avoided = Enumerable.Range(port, 10).ToHashSet();
        await server.Messenger.RebindAsync(avoided).WaitAsync(Patience);
        Assert.DoesNotContain(server.Messenger.OwnAddresses[0].Port, avoided);
        var connection = client.ConnectTo(server.Messenger);
        Assert.Equal(EntityType.Osd, connection.PeerType);
        await RoundTripAsync(client, connection, 1);

        // 3. Marked down.
        connection.MarkDown();
        Assert.False(connection.IsConnected);

        // 4. A server that has gone.
        await server.Messenger.ShutdownAsync().WaitAsync(Patience);
        var unanswered = client.ConnectTo(server.Messenger);
        Assert.Equal(SendResult.Accepted, unanswered.Send(PingMessage));
        await SettleAsync(client.Messenger, unanswered);
        Assert.False(unanswered.IsConnected);

        // 5. To itself.
        var loopback = client.Messenger.Loopback;
        loopback.Send(PingMessage);
        await UntilAsync(() => client.Dispatcher.Count(loopback) == 1);
        Assert.Equal(EntityType.Client, loopback.PeerType);
    }

    [Fact]
    public async Task Stateful_should_reset_the_side_that_did_not_mark_down()
    {
        var server = await ServeAsync("stateful-server");
        var client = Client("lossless-client");
        var first = client.ConnectTo(server.Messenger);
        await RoundTripAsync(client, first, 1);
        var atServer = server.Dispatcher.LastAccepted!;
        Assert.Equal(1, server.Dispatcher.Count(atServer));
        first.MarkDown();
        Assert.False(first.IsConnected);
        await UntilAsync(() => !atServer.IsConnected);

        // 2. A new connection of the same client: the server's session starts over, the client's is new anyway.
        Assert.Same(atServer, server.Messenger.ConnectTo(atServer.PeerAddresses, EntityType.Client));
        Assert.Equal(1, server.Dispatcher.Count(atServer));
        var second = client.ConnectTo(server.Messenger);
        await RoundTripAsync(client, second, 1);
        await UntilAsync(() => server.Dispatcher.GotRemoteReset);
        Assert.False(client.Dispatcher.GotRemoteReset);

        // 3. The server marks down: the client comes back and is told that its session is gone.
        var connects = client.Dispatcher.Connects;
        server.Messenger.ConnectTo(server.Dispatcher.LastAccepted!.PeerAddresses, EntityType.Client).MarkDown();
        await UntilAsync(() => client.Dispatcher.GotRemoteReset && client.Dispatcher.Connects > connects && second.IsConnected);

        // 4.
        await RoundTripAsync(client, second, 1);
        Assert.Equal(1, server.Dispatcher.Count(server.Dispatcher.LastAccepted!));
    }

    [Fact]
    public async Task Stateless_should_make_a_new_connection_after_each_mark_down()
    {
        var server = await ServeAsync("stateless-server");
        var client = Client("lossy-client");
        var first = client.ConnectTo(server.Messenger);
        await RoundTripAsync(client, first, 1);
        var firstAtServer = server.Dispatcher.LastAccepted!;
        first.MarkDown();
        var second = client.ConnectTo(server.Messenger);
        await RoundTripAsync(client, second, 1);
        var secondAtServer = server.Dispatcher.LastAccepted!;
        Assert.NotSame(firstAtServer, secondAtServer);
        Assert.Equal(1, server.Dispatcher.Count(secondAtServer));

        secondAtServer.MarkDown();
        second.SendKeepalive();
        await UntilAsync(() => second.IsClosed);
        var third = client.ConnectTo(server.Messenger);
        Assert.NotSame(second, third);
        await RoundTripAsync(client, third, 1);
    }

    [Fact]
    public async Task Anon_should_keep_two_connections_to_one_server_apart()
    {
        var server = await ServeAsync("stateless-server");
        var client = Client("lossy-client");
        Connection[] connections =
            [client.ConnectTo(server.Messenger, anonymous: true), client.ConnectTo(server.Messenger, anonymous: true)];
        Assert.NotSame(connections[0], connections[1]);
        for (var round = 1; round <= 2; round++)
        {
            foreach (var connection in connections)
                await RoundTripAsync(client, connection, round);
        }

        var accepted = server.Dispatcher.Connections.Where(c => !c.IsLoopback).ToArray();
        Assert.Equal([2, 2], accepted.Select(c => server.Dispatcher.Count(c)));
        foreach (var connection in connections)
        {
            connection.MarkDown();
            Assert.False(connection.IsConnected);
        }
    }

    [Fact]
    public async Task ClientStandby_should_lose_what_woke_it_when_the_server_marked_down()
    {
        var server = await ServeAsync("stateful-server");
        var client = Client("lossless-peer");
        var connection = client.ConnectTo(server.Messenger);
        await RoundTripAsync(client, connection, 1);
        var atServer = server.Dispatcher.LastAccepted!;
        await UntilAsync(() => connection.Outbox.HeldMessages == 0);
        atServer.MarkDown();
        await UntilAsync(() => !connection.IsConnected);
        await SettleAsync(client.Messenger, connection);
        Assert.False(connection.IsConnected || connection.IsClosed);

        // The first send wakes it, meets a server without the session, and goes with it.
        connection.Send(PingMessage);
        await UntilAsync(() => client.Dispatcher.GotRemoteReset && connection.IsConnected);
        Assert.NotSame(atServer, server.Dispatcher.LastAccepted);
        await RoundTripAsync(client, connection, 1);
        Assert.Equal(1, server.Dispatcher.Count(server.Dispatcher.LastAccepted!));
    }

    [Fact]
    public async Task Reconnect_should_keep_the_session_when_sockets_are_cut()
    {
        var transport = new CuttingTransport(new SocketTransport());
        var server = await ServeAsync("stateful-server", transport);
        var client = Client("lossless-peer", transport);
        var connection = client.ConnectTo(server.Messenger);
        await RoundTripAsync(client, connection, 1);
        var atServer = server.Dispatcher.LastAccepted!;
        for (var round = 2; round < 12; round++)
        {
            connection.Send(PingMessage);
            transport.Cut();
            await RoundTripAsync(client, connection, (2 * round) - 1);
        }

        Assert.Same(atServer, server.Dispatcher.LastAccepted);
        Assert.Equal(21, server.Dispatcher.Count(atServer));
        Assert.False(client.Dispatcher.GotRemoteReset || server.Dispatcher.GotRemoteReset);
    }

    [Fact]
    public async Task Message_should_come_through_when_it_is_big()
    {
        var server = await ServeAsync("stateful-server");
        var client = Client("lossless-peer");
        var connection = client.ConnectTo(server.Messenger);
        var command = new MCommand(Guid.Empty, [.. Enumerable.Repeat(new string('a', 26), 30_720)]).ToMessage();
        Assert.InRange(command.Front.Length, 900_000, 1_000_000);
        connection.Send(command);
        await UntilAsync(() => client.Dispatcher.Count(connection) == 1);
        connection.Send(new CephMessage(MessageType.Ping, default, default, new byte[798_720]));
        await UntilAsync(() => client.Dispatcher.Count(connection) == 2);
        Assert.Equal(2, server.Dispatcher.Count(server.Dispatcher.LastAccepted!));
    }

    [Fact]
    public async Task Feature_should_keep_a_client_out_until_it_has_what_the_server_requires()
    {
        const ulong wanted = 1ul << 13;
        var server = await ServeAsync("stateless-server", settings: $"features.required = 0x{wanted:x}");
        var lacking = Client("lossy-client", settings: $"features.supported = 0x{CephFeatures.All & ~wanted:x}");
        await EventFilter.Warning(contains: $"peer requires features {wanted:x16} that we do not support").ExpectOneAsync(async () =>
        {
            var connection = lacking.ConnectTo(server.Messenger);
            connection.Send(PingMessage);
            await UntilAsync(() => connection.IsClosed);
        });
        await lacking.Messenger.ShutdownAsync().WaitAsync(Patience);

        var client = Client("lossy-client");
        await RoundTripAsync(client, client.ConnectTo(server.Messenger), 1);
    }

    private async Task<(CephMessenger Messenger, FakeDispatcher Dispatcher)> ServeAsync(
        string policy, ByteTransport? transport = null, string settings = "")
    {
        var messenger = CreateMessenger("osd.0", $"default-policy = {policy}\n{settings}", transport ?? new SocketTransport());
        var dispatcher = new FakeDispatcher(Sys, messenger, isServer: true);
        await messenger.BindAsync(AnyPort).WaitAsync(Patience);
        return (messenger, dispatcher);
    }

    private Caller Client(string policy, ByteTransport? transport = null, string settings = "")
    {
        var messenger = CreateMessenger("client.-1", $"default-policy = {policy}\n{settings}", transport ?? new SocketTransport());
        return new Caller(messenger, new FakeDispatcher(Sys, messenger, isServer: false));
    }

    /// <summary>Sends a ping and waits until the session has counted so many answers.</summary>
    private async Task RoundTripAsync(Caller client, Connection connection, int count)
    {
        Assert.Equal(SendResult.Accepted, connection.Send(PingMessage));
        await UntilAsync(() => client.Dispatcher.Count(connection) == count);
        Assert.True(connection.IsConnected);
    }

    private sealed record Caller(CephMessenger Messenger, FakeDispatcher Dispatcher)
    {
        public Connection ConnectTo(CephMessenger server, bool anonymous = false) =>
            Messenger.ConnectTo(server.OwnAddresses, EntityType.Osd, anonymous);
    }
}

using CephActors.Auth;
using CephActors.Messages;
using CephActors.Tests.Actors;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>The functional cases of Ceph's own messenger tests, over real sockets and under their names.</summary>
public class FunctionalSpec(ITestOutputHelper output) : FunctionalTest(output)
{
    [Fact]
    public Task Simple_should_meet_again_after_rebind_mark_down_and_shutdown() =>
        SimpleAsync(server => server);

    [Fact]
    public Task SimpleMsgr2_should_dial_the_v1_entry_when_the_server_is_known_by_two_addresses() =>
        SimpleAsync(server => new([.. server, new EntityAddress(EntityAddressType.Msgr2, server[0].Address, 1, server[0].Nonce)]));

    private async Task SimpleAsync(Func<EntityAddressVector, EntityAddressVector> known)
    {
        var server = await ServeAsync("stateless-server");
        var client = Client("lossy-client");
        Connection ConnectToServer() => client.Messenger.ConnectTo(known(server.Messenger.OwnAddresses), EntityType.Osd);
        await RoundTripAsync(client, ConnectToServer(), 1);

        // 2. The server rebinds and avoids some ports.
        var port = server.Messenger.OwnAddresses[0].Port;
        var avoided = Enumerable.Range(port, 10).ToHashSet();
        await server.Messenger.RebindAsync(avoided).WaitAsync(Patience);
        Assert.DoesNotContain(server.Messenger.OwnAddresses[0].Port, avoided);
        var connection = ConnectToServer();
        Assert.Equal(EntityType.Osd, connection.PeerType);
        await RoundTripAsync(client, connection, 1);

        // 3. Marked down.
        connection.MarkDown();
        Assert.False(connection.IsConnected);

        // 4. A server that has gone.
        await server.Messenger.ShutdownAsync().WaitAsync(Patience);
        var unanswered = ConnectToServer();
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
        var first = client.ConnectTo(server);
        await RoundTripAsync(client, first, 1);
        var atServer = server.Dispatcher.LastAccepted!;
        Assert.Equal(1, server.Dispatcher.Count(atServer));
        first.MarkDown();
        Assert.False(first.IsConnected);
        await UntilAsync(() => !atServer.IsConnected);

        // 2. A new connection of the same client: the server's session starts over, the client's is new anyway.
        Assert.Same(atServer, server.Messenger.ConnectTo(atServer.PeerAddresses, EntityType.Client));
        Assert.Equal(1, server.Dispatcher.Count(atServer));
        var second = client.ConnectTo(server);
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
        var first = client.ConnectTo(server);
        await RoundTripAsync(client, first, 1);
        var firstAtServer = server.Dispatcher.LastAccepted!;
        first.MarkDown();
        var second = client.ConnectTo(server);
        await RoundTripAsync(client, second, 1);
        var secondAtServer = server.Dispatcher.LastAccepted!;
        Assert.NotSame(firstAtServer, secondAtServer);
        Assert.Equal(1, server.Dispatcher.Count(secondAtServer));

        secondAtServer.MarkDown();
        second.SendKeepalive();
        await UntilAsync(() => second.IsClosed);
        var third = client.ConnectTo(server);
        Assert.NotSame(second, third);
        await RoundTripAsync(client, third, 1);
    }

    [Fact]
    public async Task Anon_should_keep_two_connections_to_one_server_apart()
    {
        var server = await ServeAsync("stateless-server");
        var client = Client("lossy-client");
        Connection[] connections =
            [client.ConnectTo(server, anonymous: true), client.ConnectTo(server, anonymous: true)];
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
        var connection = client.ConnectTo(server);
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

        // One that always comes back: a peer whose messages have all arrived would wait, and the server's answers with it.
        var client = Client("lossless-client", transport);
        var connection = client.ConnectTo(server);
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
        var connection = client.ConnectTo(server);
        var command = new MCommand(Guid.Empty, [.. Enumerable.Repeat(new string('a', 26), 30_720)]).ToMessage();
        Assert.InRange(command.Front.Length, 900_000, 1_000_000);
        connection.Send(command);
        await UntilAsync(() => client.Dispatcher.Count(connection) == 1);
        connection.Send(new CephMessage(MessageType.Ping, default, default, new byte[798_720]));
        await UntilAsync(() => client.Dispatcher.Count(connection) == 2);
        Assert.Equal(2, server.Dispatcher.Count(server.Dispatcher.LastAccepted!));
    }

    [Fact]
    public virtual async Task Feature_should_keep_a_client_out_until_it_has_what_the_server_requires()
    {
        const ulong wanted = 1ul << 13;
        var server = await ServeAsync("stateless-server", settings: $"features.required = 0x{wanted:x}");
        var lacking = Client("lossy-client", settings: $"features.supported = 0x{CephFeatures.All & ~wanted:x}");
        await EventFilter.Warning(contains: $"peer requires features {wanted:x16} that we do not support").ExpectOneAsync(async () =>
        {
            var connection = lacking.ConnectTo(server);
            connection.Send(PingMessage);
            await UntilAsync(() => connection.IsClosed);
        });
        await lacking.Messenger.ShutdownAsync().WaitAsync(Patience);

        var client = Client("lossy-client");
        await RoundTripAsync(client, client.ConnectTo(server), 1);
    }

    [Fact]
    public async Task Timeout_should_end_a_connection_when_it_is_silent_for_long()
    {
        const string idle = "connection-idle-timeout = 1s";
        var server = await ServeAsync("stateless-server", settings: idle);
        var client = Client("lossy-client", settings: idle);
        var connection = client.ConnectTo(server);
        connection.Send(PingMessage);
        await UntilAsync(() => client.Dispatcher.Count(connection) == 1);
        await UntilAsync(() => connection.IsClosed);
        Assert.False(connection.IsConnected);
    }

    [Fact]
    public virtual async Task Auth_should_let_in_with_cephx_and_then_with_none()
    {
        var secret = CryptoKey.FromSecret("osd service key "u8);
        ulong random = 0;
        var mint = new LocalTicketMint(EntityType.Osd, secret, 1, () => ++random);
        var tickets = mint.IssueStore(AuthEntityName.Parse("client.admin"), 4100, Sys.Scheduler.Now, TimeSpan.FromHours(1));
        var server = await ServeAsync("stateless-server", settings: "auth.service-required = [cephx, none]");
        var client = Client("lossy-client");
        var (atServer, atClient) = (server.Messenger.Services.Session, client.Messenger.Services.Session);
        var (noneVerifier, noneSource) = (atServer.AuthorizerVerifier, atClient.AuthorizerSource);
        atServer.AuthorizerVerifier = new CephxAuthorizerVerifier(() => new ServiceSecrets(EntityType.Osd, secret), () => ++random);
        atClient.AuthorizerSource = new CephxAuthorizerSource(tickets, () => ++random, () => Sys.Scheduler.Now);
        var connection = client.ConnectTo(server);
        await RoundTripAsync(client, connection, 1);
        connection.MarkDown();

        (atServer.AuthorizerVerifier, atClient.AuthorizerSource) = (noneVerifier, noneSource);
        connection = client.ConnectTo(server);
        await RoundTripAsync(client, connection, 1);
        Assert.Equal(1, server.Dispatcher.Count(server.Dispatcher.LastAccepted!));
    }
}

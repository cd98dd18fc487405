using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Which connection one gets.</summary>
public sealed class ConnectToSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private static readonly EntityAddress Peer = EntityAddress.Parse("v1:127.0.0.1:6809/7");

    [Fact]
    public void Same_peer_should_give_the_same_connection_and_another_key_another()
    {
        var a = Create("osd.1").Messenger;
        var connection = a.ConnectTo(Peer, EntityType.Osd);
        Assert.Same(connection, a.ConnectTo(Peer, EntityType.Osd));
        Assert.Same(connection, a.ConnectTo(new EntityAddressVector(Peer), EntityType.Osd));
        Assert.Same(connection, Assert.Single(a.Connections));
        Assert.Equal((EntityType.Osd, "lossless-peer", false, false, false), (
            connection.PeerType, connection.Policy.Name, connection.IsAnonymous, connection.IsLoopback, connection.IsClosed));

        Assert.NotSame(connection, a.ConnectTo(Peer.WithNonce(8), EntityType.Osd));
        Assert.NotSame(connection, a.ConnectTo(new EntityAddressVector(Peer, Peer.WithPort(6810)), EntityType.Osd));
    }

    [Fact]
    public void Entries_of_v2_should_be_left_out_when_it_is_switched_off()
    {
        var a = Create("osd.1", "bind-msgr2 = off").Messenger;
        var both = EntityAddressVector.Parse("[v2:127.0.0.1:3300/7,v1:127.0.0.1:6809/7]");
        var connection = a.ConnectTo(both, EntityType.Osd);
        Assert.Equal(new EntityAddressVector(Peer), connection.PeerAddresses);
        Assert.Same(connection, a.ConnectTo(both, EntityType.Osd));
        Assert.Same(connection, a.ConnectTo(Peer, EntityType.Osd));
        Assert.Same(connection, a.ConnectTo(Peer.WithType(EntityAddressType.Any), EntityType.Osd));
        a.MarkDown(both);
        Assert.True(connection.IsClosed);
    }

    [Theory]
    [InlineData("bind-msgr1 = on", "[v2:127.0.0.1:3300/7,v1:127.0.0.1:6809/7]", "v2:127.0.0.1:3300/7")]
    [InlineData("bind-msgr1 = on", "[v1:127.0.0.1:6809/7,v2:127.0.0.1:3300/7]", "v1:127.0.0.1:6809/7")]
    [InlineData("bind-msgr1 = off", "[v1:127.0.0.1:6809/7,v2:127.0.0.1:3300/7]", "v2:127.0.0.1:3300/7")]
    public void First_entry_that_is_spoken_should_be_dialled_when_the_peer_has_several(string settings, string peer, string dialled)
    {
        var a = Create("osd.1", settings).Messenger;
        var both = EntityAddressVector.Parse(peer);

        var connection = a.ConnectTo(both, EntityType.Osd);

        Assert.Equal(both, connection.PeerAddresses);
        Assert.Equal(EntityAddress.Parse(dialled), a.Services.Spoken.TargetOf(both));
        Assert.Same(connection, a.ConnectTo(both, EntityType.Osd));
    }

    [Fact]
    public async Task Who_listens_for_v1_alone_should_dial_over_v1()
    {
        var a = (await StartAsync("osd.1")).Messenger;

        var connection = a.ConnectTo(EntityAddressVector.Parse("[v2:127.0.0.1:3300/7,v1:127.0.0.1:6809/7]"), EntityType.Osd);

        Assert.Equal(new EntityAddressVector(Peer), connection.PeerAddresses);
    }

    [Theory]
    [InlineData("v2:127.0.0.1:0/7")]
    [InlineData("[]")]
    [InlineData("v1:127.0.0.1:0/7")]
    [InlineData("v1:0.0.0.0:6809/7")]
    public void Address_that_cannot_be_dialled_should_be_refused(string address)
    {
        var a = Create("osd.1").Messenger;
        var peer = EntityAddressVector.Parse(address);
        var thrown = Assert.Throws<ArgumentException>(() => a.ConnectTo(peer, EntityType.Osd));
        Assert.Contains("holds no address that can be dialled", thrown.Message);
        Assert.Throws<ArgumentException>(() => a.ConnectTo(peer, EntityType.Osd, anonymous: true));
        Assert.Empty(a.Connections);
    }

    [Fact]
    public void Peer_that_has_to_connect_itself_should_be_refused()
    {
        var a = Create("osd.1", "policies { client = stateless-server }").Messenger;
        var thrown = Assert.Throws<InvalidOperationException>(() => a.ConnectTo(Peer, EntityType.Client));
        Assert.Contains("The policy for Client peers is stateless-server", thrown.Message);
        Assert.Empty(a.Connections);
    }

    [Fact]
    public async Task Accepted_peer_should_be_found_by_the_address_it_has()
    {
        var server = await StartAsync("mds.1", "default-policy = stateful-server");
        var client = Create("client.5", "default-policy = lossless-client");
        client.ConnectTo(server).Send(Ping(1));
        var accepted = (await server.ExpectAsync<MessageReceived>()).Connection;
        Assert.Equal(0, accepted.PeerAddresses[0].Port);
        Assert.Same(accepted, server.Messenger.ConnectTo(accepted.PeerAddresses, EntityType.Client));
        Assert.Equal(SendResult.Accepted, server.Messenger.SendTo(accepted.PeerAddresses, EntityType.Client, Ping(2)));
        Assert.Equal(2ul, (await client.ExpectAsync<MessageReceived>()).Message.Tid);
    }

    [Fact]
    public async Task Own_address_should_give_the_loopback_connection()
    {
        var a = await StartAsync("osd.1");
        var own = a.Addresses;
        Assert.Same(a.Messenger.Loopback, a.Messenger.ConnectTo(own, EntityType.Osd));
        Assert.Same(a.Messenger.Loopback, a.Messenger.ConnectTo(own[0], EntityType.Osd));
        Assert.NotSame(a.Messenger.Loopback, a.Messenger.ConnectTo(own[0].WithNonce(own[0].Nonce + 1), EntityType.Osd));
        Assert.Equal((true, true, EntityType.Osd, own), (
            a.Messenger.Loopback.IsConnected, a.Messenger.Loopback.IsLoopback, a.Messenger.Loopback.PeerType, a.Messenger.Loopback.PeerAddresses));
    }

    [Fact]
    public async Task Unbound_messenger_should_learn_its_address_from_its_peer()
    {
        var b = await StartAsync("osd.2");
        var a = Create("client.1", "nonce = 77");
        Assert.True(a.Addresses[0].IsBlankAddress);
        a.ConnectTo(b).Send(Ping(1));
        var accepted = (await b.ExpectAsync<MessageReceived>()).Connection;
        await UntilAsync(() => !a.Addresses[0].IsBlankAddress);
        Assert.Equal("127.0.0.1:0/77", a.Addresses[0].ToString().Split(':', 2)[1]);
        Assert.Equal(EntityAddress.Parse("v1:127.0.0.1:0/77"), accepted.PeerAddresses[0]);
        Assert.Equal(a.Addresses, a.Messenger.Loopback.PeerAddresses);
    }

    [Fact]
    public async Task Anonymous_connections_should_stand_side_by_side_and_be_found_by_nobody()
    {
        var server = await StartAsync("osd.1", "default-policy = stateless-server");
        var client = Create("client.1", "default-policy = lossy-client");
        var one = client.ConnectTo(server, anonymous: true);
        var two = client.ConnectTo(server, anonymous: true);
        var named = client.ConnectTo(server);
        Connection[] connections = [one, two, named];
        Assert.Equal(3, connections.Distinct().Count());
        Assert.True(one.IsAnonymous && two.IsAnonymous && !named.IsAnonymous);
        Assert.Same(named, Assert.Single(client.Messenger.Connections));
        foreach (var connection in connections)
            connection.Send(Ping(connection.QueueId));
        var accepted = (await server.ExpectMessagesAsync(3)).Select(m => m.Connection).ToArray();
        Assert.Equal(3, accepted.Distinct().Count());
        Assert.All(accepted, c => Assert.True(c.IsAnonymous));
        Assert.Empty(server.Messenger.Connections);
    }
}

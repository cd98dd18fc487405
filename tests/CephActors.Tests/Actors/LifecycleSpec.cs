using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using CephActors.Tests.EndToEnd;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>From the first call to the last: names, doors, shutdown.</summary>
public sealed class LifecycleSpec(ITestOutputHelper output) : MessengerTest(output, settings: """
    ceph.messenger { name = "osd.3", nonce = 1, bind-retry-delay = 1h }
    ceph.messengers {
      public { default-policy = stateless-server }
      cluster { default-policy = lossless-peer-reuse, nonce = 2 }
      "of a/strange name" { name = "mds.1" }
    }
    """)
{
    [Fact]
    public void Messengers_should_be_told_apart_by_name_and_share_what_is_not_overridden()
    {
        var (main, front, back) = (Sys.CephMessenger(), Sys.CephMessenger("public"), Sys.CephMessenger("cluster"));
        Assert.Same(main, Sys.CephMessenger("default"));
        Assert.Same(back, Sys.CephMessenger("cluster"));
        Assert.Equal(3, new[] { main, front, back }.Distinct().Count());
        Assert.Equal(
            [("osd.3", "lossless-peer", 1u), ("osd.3", "stateless-server", 1u), ("osd.3", "lossless-peer-reuse", 2u)],
            new[] { main, front, back }.Select(m => (m.EntityName.ToString(), m.GetPolicy(EntityType.Osd).Name, m.OwnAddresses[0].Nonce)));
        Assert.Equal(EntityName.Mds(1), Sys.CephMessenger("of a/strange name").EntityName);
    }

    [Fact]
    public async Task Seven_messengers_of_one_system_should_talk_to_each_other()
    {
        var parties = new List<Party>();
        for (var i = 0; i < 7; i++)
            parties.Add(await StartAsync($"osd.{i}", transport: new SocketTransport()));
        foreach (var (from, to) in parties.SelectMany(from => parties.Select(to => (from, to))).Where(pair => pair.from != pair.to))
            from.ConnectTo(to).Send(Ping((ulong)from.Messenger.EntityName.Num));
        foreach (var party in parties)
        {
            var sources = (await party.ExpectMessagesAsync(6)).Select(m => (int)m.Message.Tid).Append((int)party.Messenger.EntityName.Num);
            Assert.Equal(Enumerable.Range(0, 7), sources.Order());
        }
    }

    [Fact]
    public async Task Nobody_should_be_let_in_before_the_first_dispatcher_is_there()
    {
        var osd = CreateMessenger("osd.1");
        var addresses = await osd.BindAsync(AnyPort).WaitAsync(Patience);
        var peers = new List<ScriptedPeer>();
        for (var i = 0; i < 3; i++)
            peers.Add(await ScriptedPeer.ConnectAsync(Sys, Network, addresses[0]));
        var greetings = peers.Select(p => p.ExpectServerHelloAsync()).ToArray();
        await SettleAsync(osd, "accepter");
        Assert.DoesNotContain(greetings, g => g.IsCompleted);
        osd.AddDispatcherHead(CreateTestProbe());
        await Task.WhenAll(greetings).WaitAsync(Patience);
    }

    [Fact]
    public async Task Bind_should_name_the_address_when_another_process_has_the_port()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = EntityAddress.FromEndPoint((IPEndPoint)taken.LocalEndpoint, EntityAddressType.Legacy, 0);
        var osd = CreateMessenger("osd.1", "bind-retry-count = 1", new SocketTransport());
        var thrown = await Assert.ThrowsAsync<CephMessengerException>(() => osd.BindAsync(address).WaitAsync(Patience));
        Assert.Contains($"cannot listen on v1:{taken.LocalEndpoint}/", thrown.Message);
    }

    [Fact]
    public async Task Shutdown_should_reset_every_connection_and_free_the_port()
    {
        var transport = new SocketTransport();
        var a = await StartAsync("osd.1", transport: transport);
        var b = await StartAsync("osd.2", transport: transport);
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        var toA = (await b.ExpectAsync<MessageReceived>()).Connection;
        var first = b.Messenger.ShutdownAsync();
        Assert.Same(first, b.Messenger.ShutdownAsync());
        await first.WaitAsync(Patience);
        Assert.True(b.Messenger.Completion.IsCompletedSuccessfully);
        await b.ExpectAsync<ConnectionReset>(toA);
        Assert.True(toA.IsClosed && b.Messenger.Loopback.IsClosed);
        Assert.Equal(SendResult.Closed, b.Messenger.Loopback.Send(Ping(2)));
        await UntilAsync(() => !toB.IsConnected);

        using var reuse = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reuse.Bind(b.Addresses[0].ToEndPoint());
        reuse.Listen();
    }

    [Fact]
    public async Task Members_should_say_so_when_the_messenger_was_shut_down()
    {
        var osd = CreateMessenger("osd.1");
        await osd.ShutdownAsync().WaitAsync(Patience);
        Action[] calls =
        [
            () => osd.ConnectTo(EntityAddress.Parse("v1:127.0.0.1:6800/0"), EntityType.Osd),
            () => osd.AddDispatcherTail(TestActor),
            () => osd.MarkDownAll(),
            () => _ = osd.BindAsync(AnyPort),
            () => _ = osd.RebindAsync(),
            () => _ = osd.GetDispatchStatusAsync(),
        ];
        Assert.All(calls, call => Assert.Contains("was shut down; create a new one", Assert.Throws<InvalidOperationException>(call).Message));
    }

    [Fact]
    public async Task New_messenger_should_be_made_under_a_name_whose_messenger_was_shut_down()
    {
        CephMessenger? before = null;
        for (var i = 0; i < 50; i++)
        {
            var messenger = Sys.CephMessenger("public");
            Assert.NotSame(before, messenger);
            await messenger.ShutdownAsync().WaitAsync(Patience);
            before = messenger;
        }
    }

    [Fact]
    public async Task Shutdown_should_end_what_is_in_the_middle_of_something()
    {
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var taken = await StartAsync("osd.1");
        var osd = await StartAsync("osd.2", "bind-retry-count = 1000", bound: false);
        var binding = osd.Messenger.BindAsync(taken.Addresses[0]);
        var dialling = osd.Messenger.ConnectTo(listener.Address(), EntityType.Osd);
        var refused = osd.Messenger.ConnectTo(EntityAddress.Parse("v1:127.0.0.1:6999/0"), EntityType.Osd);
        refused.Send(Ping(1));
        var peer = await listener.AcceptAsync();
        await peer.ExpectBannerAsync();
        await osd.Messenger.ShutdownAsync().WaitAsync(Patience);
        await peer.ExpectClosedAsync();
        Assert.True(dialling.IsClosed && refused.IsClosed);
        await Assert.ThrowsAsync<InvalidOperationException>(() => binding.WaitAsync(Patience));
        await osd.ExpectAsync<ConnectionReset>();
        await osd.ExpectAsync<ConnectionReset>();
    }

    [Fact]
    public async Task Shutdown_should_not_wait_for_a_connect_that_is_not_answered()
    {
        // An address reserved for documentation: nobody says yes or no.
        var osd = Create("osd.1", transport: new SocketTransport());
        var connection = osd.Messenger.ConnectTo(EntityAddress.Parse("v1:192.0.2.1:6800/0"), EntityType.Osd);
        connection.Send(Ping(1));
        await SettleAsync(osd.Messenger, connection);
        await osd.Messenger.ShutdownAsync().WaitAsync(Patience);
        Assert.True(connection.IsClosed);
    }

    [Fact]
    public async Task Shutdown_should_come_to_an_end_with_peers_that_connect_all_the_time()
    {
        var b = await StartAsync("osd.2");
        var clients = Enumerable.Range(0, 20).Select(_ => Create("client.1", "nonce = auto, default-policy = lossless-client")).ToArray();
        foreach (var client in clients)
            client.ConnectTo(b).Send(Ping(1));
        await b.ExpectMessagesAsync(5);
        await b.Messenger.ShutdownAsync().WaitAsync(Patience);
        await UntilAsync(() => clients.All(c => !c.Messenger.Connections.Any(x => x.IsConnected)));
    }

    [Fact]
    public async Task Coordinated_shutdown_should_shut_messengers_down()
    {
        var b = await StartAsync("osd.2");
        var a = await StartAsync("osd.1");
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        await b.ExpectAsync<MessageReceived>();
        await CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Patience);
        Assert.True(a.Messenger.Completion.IsCompletedSuccessfully && b.Messenger.Completion.IsCompletedSuccessfully);
        Assert.True(toB.IsClosed);
        await UntilAsync(() => Network.Sockets.Count == 0);
    }
}

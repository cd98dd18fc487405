using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.TestKit;
using CephActors.Transport;

namespace CephActors.Tests.Transport;

public sealed class InMemoryTransportSpec : ByteTransportSpec
{
    private readonly InMemoryTransport _network = new();

    internal override ByteTransport Transport => _network;

    [Fact]
    public async Task Cut_should_reset_both_ends_of_the_connections_it_selects()
    {
        var (client, server) = await Pair();
        var (otherClient, otherServer) = await Pair();
        var victim = await Soon(client.Info);
        Assert.Equal(4, _network.Sockets.Count);

        Assert.Equal(1, _network.Cut(socket => socket == victim));

        await Assert.ThrowsAsync<SocketException>(() => Soon(client.Next()));
        await Assert.ThrowsAsync<SocketException>(() => Soon(server.Next()));
        await Soon(otherClient.Send(1));
        Assert.Equal([1], await Soon(otherServer.Receive(1)));
        otherClient.Complete();
        otherServer.Complete();
        Assert.Null(await Soon(otherClient.Next()));
        Assert.Null(await Soon(otherServer.Next()));
        await AwaitAssertAsync(() => Assert.Empty(_network.Sockets), Patience);
    }

    [Fact]
    public async Task Connect_should_reach_another_actor_system_when_both_share_the_network()
    {
        var far = ActorSystem.Create("far");
        try
        {
            var (listener, sockets) = _network.Bind(new IPEndPoint(IPAddress.Any, 0), new SocketSettings())
                .ToMaterialized(Sink.Queue<IncomingSocket>(), Keep.Both)
                .Run(far.Materializer());
            var port = (await Soon(listener)).Local.Port;
            var near = TestSocket.Open(_network.Connect(new IPEndPoint(IPAddress.Loopback, port), new SocketSettings()), Materializer);
            var there = TestSocket.Open((await Soon(sockets.PullAsync())).Value, far.Materializer());

            await Soon(near.Send(1, 2));
            Assert.Equal([1, 2], await Soon(there.Receive(2)));
            near.Complete();
            there.Complete();
            Assert.Null(await Soon(near.Next()));
        }
        finally
        {
            await Soon(far.Terminate());
        }
    }

    [Fact]
    public async Task Connect_should_be_refused_when_the_backlog_is_full()
    {
        var (listener, sockets) = _network.Bind(new IPEndPoint(IPAddress.Loopback, 0), new SocketSettings(Backlog: 1))
            .ToMaterialized(Sink.AsPublisher<IncomingSocket>(false), Keep.Both)
            .Run(Materializer);
        var local = (await Soon(listener)).Local;
        var waiting = TestSocket.Open(_network.Connect(local, new SocketSettings()), Materializer);
        await Soon(waiting.Info);
        var refused = TestSocket.Open(_network.Connect(local, new SocketSettings()), Materializer);

        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => Soon(refused.Info))).SocketErrorCode);
        await Assert.ThrowsAnyAsync<Exception>(() => Soon(refused.Next()));
        await Soon((await listener).UnbindAsync());
        await Assert.ThrowsAsync<SocketException>(() => Soon(waiting.Next()));
        await Soon(Source.FromPublisher(sockets).RunWith(Sink.Ignore<IncomingSocket>(), Materializer));
    }

    [Fact]
    public async Task Socket_should_live_on_when_its_listener_has_unbound()
    {
        var (client, server) = await Pair();
        await Unbind();

        await Soon(client.Send(1));
        Assert.Equal([1], await Soon(server.Receive(1)));
        client.Complete();
        server.Complete();
        Assert.Null(await Soon(client.Next()));
        Assert.Null(await Soon(server.Next()));
    }
}

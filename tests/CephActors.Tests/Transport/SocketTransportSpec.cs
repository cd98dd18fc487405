using CephActors.Transport;

namespace CephActors.Tests.Transport;

public sealed class SocketTransportSpec : ByteTransportSpec
{
    internal override ByteTransport Transport { get; } = new SocketTransport();

    [Fact]
    public async Task Accepted_socket_should_be_usable_once()
    {
        var (connecting, accept) = await Flows();
        var client = TestSocket.Open(connecting, Materializer);
        var accepted = await accept();
        var server = TestSocket.Open(accepted, Materializer);

        Assert.Throws<InvalidOperationException>(() => TestSocket.Open(accepted, Materializer));
        client.Complete();
        server.Complete();
        Assert.Null(await Soon(client.Next()));
        Assert.Null(await Soon(server.Next()));
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

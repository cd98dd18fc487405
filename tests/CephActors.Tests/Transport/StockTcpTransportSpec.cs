using CephActors.Transport;

namespace CephActors.Tests.Transport;

public sealed class StockTcpTransportSpec : ByteTransportSpec
{
    public StockTcpTransportSpec() => Transport = new StockTcpTransport(Sys);

    internal override ByteTransport Transport { get; }

    [Fact]
    public async Task Socket_should_fail_when_its_listener_has_unbound()
    {
        var (client, server) = await Pair();
        await Soon(client.Send(1));
        Assert.Equal([1], await Soon(server.Receive(1)));

        await Unbind();

        await Assert.ThrowsAnyAsync<Exception>(() => Soon(server.Next()));
        await Assert.ThrowsAnyAsync<Exception>(() => Soon(client.Next()));
    }
}

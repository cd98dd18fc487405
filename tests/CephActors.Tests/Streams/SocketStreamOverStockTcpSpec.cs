using CephActors.Transport;

namespace CephActors.Tests.Streams;

public sealed class SocketStreamOverStockTcpSpec : SocketStreamSpec
{
    public SocketStreamOverStockTcpSpec() => Transport = new StockTcpTransport(Sys);

    internal override ByteTransport Transport { get; }
}

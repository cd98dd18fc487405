using CephActors.Transport;

namespace CephActors.Tests.Streams;

public sealed class SocketStreamOverSocketSpec : SocketStreamSpec
{
    internal override ByteTransport Transport { get; } = new SocketTransport();
}

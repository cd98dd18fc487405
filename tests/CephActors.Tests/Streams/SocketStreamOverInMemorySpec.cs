using CephActors.TestKit;
using CephActors.Transport;

namespace CephActors.Tests.Streams;

public sealed class SocketStreamOverInMemorySpec : SocketStreamSpec
{
    internal override ByteTransport Transport { get; } = new InMemoryTransport();
}

using CephActors.Transport;

namespace CephActors.Tests.Transport;

/// <summary>Where the system has no epoll, or is not to use it.</summary>
public sealed class DotNetSocketTransportSpec : ByteTransportSpec
{
    internal override ByteTransport Transport { get; } = new SocketTransport(null);
}

using CephActors.Injection;
using CephActors.TestKit;
using CephActors.Tests.Streams;
using CephActors.Tests.Transport;
using CephActors.Transport;

namespace CephActors.Tests.Injection;

/// <summary>With nothing to inject the decorator is not noticed.</summary>
public sealed class SocketStreamOverInjectingSpec : SocketStreamSpec
{
    internal override ByteTransport Transport { get; } = new InjectingTransport(new SocketTransport(), new FaultSwitch(FaultInjection.None));
}

/// <summary>The same for bytes.</summary>
public sealed class InjectingTransportSpec : ByteTransportSpec
{
    internal override ByteTransport Transport { get; } = new InjectingTransport(new InMemoryTransport(), new FaultSwitch(FaultInjection.None));
}

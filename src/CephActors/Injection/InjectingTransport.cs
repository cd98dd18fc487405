using System.Buffers;
using System.Net;
using Akka.Streams.Dsl;
using CephActors.Transport;

namespace CephActors.Injection;

/// <summary>Another transport whose sockets break as the switch says. Ceph: <c>src/msg/async/AsyncConnection.cc</c>, <c>inject</c>.</summary>
internal sealed class InjectingTransport(ByteTransport inner, FaultSwitch faults) : ByteTransport
{
    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(IPEndPoint remote, SocketSettings settings) =>
        Watched(inner.Connect(remote, settings));

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        inner.Bind(local, settings).Select(socket => socket with { Flow = Watched(socket.Flow) });

    private Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> Watched<T>(Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> socket) =>
        socket.JoinMaterialized(BidiFlow.FromGraph(new SocketFaultStage(faults)), Keep.Left);
}

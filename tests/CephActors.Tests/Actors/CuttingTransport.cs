using System.Buffers;
using System.Net;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Transport;

namespace CephActors.Tests.Actors;

/// <summary>Another transport whose sockets can be reset from outside, whatever it is made of.</summary>
internal sealed class CuttingTransport(ByteTransport inner) : ByteTransport
{
    private volatile SharedKillSwitch _switch = KillSwitches.Shared("sockets");

    /// <summary>Resets every socket there is.</summary>
    public void Cut()
    {
        var present = _switch;
        _switch = KillSwitches.Shared("sockets");
        present.Abort(new IOException("cut by the test"));
    }

    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(IPEndPoint remote, SocketSettings settings) =>
        Between(inner.Connect(remote, settings));

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        inner.Bind(local, settings).Select(socket => socket with { Flow = Between(socket.Flow) });

    private Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> Between<T>(Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> flow)
    {
        var present = _switch;
        return Flow.Create<ReadOnlySequence<byte>>()
            .Via(present.Flow<ReadOnlySequence<byte>>())
            .ViaMaterialized(flow, Keep.Right)
            .Via(present.Flow<ReadOnlySequence<byte>>());
    }
}

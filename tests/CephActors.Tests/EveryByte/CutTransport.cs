using System.Buffers;
using System.Net;
using Akka.Streams.Dsl;
using CephActors.TestKit;
using CephActors.Transport;

namespace CephActors.Tests.EveryByte;

/// <summary>A network of two whose next socket breaks as told; those after it last.</summary>
internal sealed class CutTransport : ByteTransport
{
    private readonly InMemoryTransport _network = new();
    private SocketCut? _forClient;
    private SocketCut? _forServer;

    /// <summary>Whether no socket is left.</summary>
    public bool IsQuiet => _network.Sockets.Count == 0;

    /// <summary>Names the fate of the next socket that the client opens.</summary>
    public void Next(SocketCut cut)
    {
        Volatile.Write(ref _forServer, cut);
        Volatile.Write(ref _forClient, cut);
    }

    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(IPEndPoint remote, SocketSettings settings) =>
        Through(_network.Connect(remote, settings), Interlocked.Exchange(ref _forClient, null), isToServer: false);

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        _network.Bind(local, settings).Select(socket => socket with
        {
            Flow = Through(socket.Flow, Interlocked.Exchange(ref _forServer, null), isToServer: true),
        });

    private static Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> Through<T>(
        Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> flow, SocketCut? cut, bool isToServer) =>
        cut is null ? flow : flow.Via(new SocketCutStage(cut, isToServer));
}

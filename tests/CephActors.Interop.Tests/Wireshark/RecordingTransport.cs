using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using Akka.Streams.Dsl;
using CephActors.Transport;

namespace CephActors.Interop.Tests.Wireshark;

/// <summary>Real sockets; what passes over those opened by this side is recorded.</summary>
internal sealed class RecordingTransport : ByteTransport
{
    private readonly SocketTransport _sockets = new();
    private readonly ConcurrentQueue<Tape> _tapes = new();

    /// <summary>One tape for each connection, in the order they were opened.</summary>
    public IReadOnlyList<Tape> Tapes => [.. _tapes];

    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(IPEndPoint remote, SocketSettings settings)
    {
        var tape = new Tape();
        _tapes.Enqueue(tape);
        return Flow.Create<ReadOnlySequence<byte>>()
            .Select(bytes =>
            {
                tape.ClientSent(bytes);
                return bytes;
            })
            .ViaMaterialized(_sockets.Connect(remote, settings), Keep.Right)
            .Select(bytes =>
            {
                tape.ServerSent(bytes);
                return bytes;
            });
    }

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        _sockets.Bind(local, settings);
}

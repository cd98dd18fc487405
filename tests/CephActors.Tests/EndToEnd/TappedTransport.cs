using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using Akka.Streams.Dsl;
using CephActors.Transport;

namespace CephActors.Tests.EndToEnd;

/// <summary>Sockets of the operating system on whose way somebody listens.</summary>
internal sealed class TappedTransport : ByteTransport
{
    private readonly SocketTransport _sockets = new();
    private readonly ConcurrentQueue<MemoryStream> _tapes = new();

    /// <summary>Whether these bytes have passed, in either direction of any socket.</summary>
    public bool HasHeard(byte[] bytes) => _tapes.Any(tape =>
    {
        lock (tape)
            return tape.ToArray().AsSpan().IndexOf(bytes) >= 0;
    });

    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(IPEndPoint remote, SocketSettings settings) =>
        Tap(_sockets.Connect(remote, settings));

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        _sockets.Bind(local, settings).Select(socket => socket with { Flow = Tap(socket.Flow) });

    private Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> Tap<T>(Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> flow)
    {
        var tape = new MemoryStream();
        _tapes.Enqueue(tape);
        return flow.Select(bytes =>
        {
            lock (tape)
            {
                foreach (var piece in bytes)
                    tape.Write(piece.Span);
            }

            return bytes;
        });
    }
}

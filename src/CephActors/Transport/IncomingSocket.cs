using System.Buffers;
using System.Net.Sockets;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace CephActors.Transport;

/// <summary>
/// An accepted socket. The flow may be materialized once, and must be, or the socket stays open.
/// </summary>
internal sealed record IncomingSocket(
    SocketInfo Info,
    SocketSettings Settings,
    Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, NotUsed> Flow)
{
    /// <summary>Resets the socket instead of using it.</summary>
    public void Discard(IMaterializer materializer) =>
        Source.Failed<ReadOnlySequence<byte>>(new SocketException((int)SocketError.OperationAborted))
            .Via(Flow)
            .RunWith(Sink.Cancelled<ReadOnlySequence<byte>>(), materializer);
}

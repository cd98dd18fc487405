using System.Buffers;
using System.Net;
using Akka.Streams.Dsl;

namespace CephActors.Transport;

/// <summary>
/// Where sockets come from. A socket is a flow: bytes pushed into it are sent, bytes it pushes were received.
/// </summary>
/// <remarks>
/// <para>A received element is valid until the flow is pulled again, also when the flow completes in between.</para>
/// <para>The buffers of an element to send belong to the transport until it pulls again or cancels.</para>
/// <para>The peer's FIN completes the outlet and leaves the inlet open. Completing the inlet sends a FIN once
/// everything before it was sent, and leaves the outlet open. Cancelling the outlet without a cause discards what
/// still arrives until the inlet completes. A failure on either side aborts the socket at once.</para>
/// <para>Errors are <see cref="System.Net.Sockets.SocketException"/>s, so a refused connect can be told apart.</para>
/// </remarks>
internal abstract class ByteTransport
{
    /// <summary>A flow that connects each time it is materialized; the task fails if the connect does.</summary>
    public abstract Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(
        IPEndPoint remote, SocketSettings settings);

    /// <summary>
    /// Listens as long as the source runs, one accepted socket per pull. The task fails with a
    /// <see cref="System.Net.Sockets.SocketException"/> if the address cannot be had.
    /// </summary>
    public abstract Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings);
}

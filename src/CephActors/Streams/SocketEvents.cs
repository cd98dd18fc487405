using CephActors.Framing;
using CephActors.Transport;

namespace CephActors.Streams;

/// <summary>What a socket tells its owner.</summary>
/// <param name="Socket">The socket.</param>
/// <param name="Incarnation">The number its owner gave it; an event with an old number is out of date.</param>
internal abstract record SocketEvent(SocketStream Socket, long Incarnation);

/// <summary>The socket is established; the first event, unless connecting failed.</summary>
internal sealed record SocketConnected(SocketStream Socket, long Incarnation, SocketInfo Info)
    : SocketEvent(Socket, Incarnation);

/// <summary>
/// Frames arrived. Whoever gets this must hand the batch to <see cref="SocketStream.BatchDone"/> once, also if the event
/// is out of date or the socket has ended, and messages in it that are not processed must be completed.
/// </summary>
internal sealed record FramesReceived(SocketStream Socket, long Incarnation, FrameBatch Batch)
    : SocketEvent(Socket, Incarnation);

/// <summary>The batch written last has been sent; the next may be written. Comes once for each batch.</summary>
internal sealed record WriterReady(SocketStream Socket, long Incarnation)
    : SocketEvent(Socket, Incarnation);

/// <summary>The socket has ended. The last event, told to every owner exactly once.</summary>
internal sealed record SocketTerminated(SocketStream Socket, long Incarnation, SocketEnd End)
    : SocketEvent(Socket, Incarnation);

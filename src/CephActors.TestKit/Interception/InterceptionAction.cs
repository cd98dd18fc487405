namespace CephActors.TestKit;

/// <summary>What an <see cref="Interceptor"/> does to one pass of a position.</summary>
public enum InterceptionAction
{
    /// <summary>Nothing: the pass is counted.</summary>
    None,

    /// <summary>
    /// The I/O is not done: no byte is sent, none is handed to the messenger. To it the socket is lost; the peer sees it
    /// close in order, after everything sent before.
    /// </summary>
    Fault,

    /// <summary>
    /// The I/O, and everything else of this socket, waits until <see cref="Interceptor.Release"/>, and is then done on whatever
    /// is left of the socket.
    /// </summary>
    Block,

    /// <summary>
    /// The I/O is done completely, then both directions of the socket are shut: the peer sees it close. The messenger learns
    /// nothing until <see cref="Interceptor.Release"/>; then the I/O has succeeded, and only what follows fails.
    /// </summary>
    Stall,
}

namespace CephActors.Transport;

/// <summary>
/// What a socket tells its stage. One callback into the stage carries them all: each would cost an idle connection half
/// a kilobyte.
/// </summary>
internal static class SocketEvent
{
    /// <summary>The connect has ended, well or badly.</summary>
    public static readonly object Connected = new();

    /// <summary>Receiving may go on.</summary>
    public static readonly object ReceiveReady = new();

    /// <summary>A send that had to wait has ended.</summary>
    public static readonly object SendCompleted = new();

    /// <summary>The turn that discards is over, and there may be more to discard.</summary>
    public static readonly object DiscardMore = new();
}

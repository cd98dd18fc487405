namespace CephActors.Simulation;

/// <summary>Something that goes wrong in a world, at a time in microseconds. Everything about it is settled beforehand.</summary>
internal abstract record Fault(long At)
{
    /// <summary>
    /// The <paramref name="Socket"/>th socket dialled in this world breaks once <paramref name="Bytes"/> bytes have come through in
    /// one direction. Each side learns of it after its own delay.
    /// </summary>
    public sealed record CutAtByte(int Socket, bool ToAcceptor, long Bytes, long LearnDialer, long LearnAcceptor) : Fault(0);

    /// <summary>
    /// The dialler of the <paramref name="Socket"/>th socket loses it once it has written so many bytes; what it wrote still
    /// arrives, but only after <paramref name="Delay"/>, when the two may long have met on another socket.
    /// </summary>
    public sealed record Strand(int Socket, long Bytes, long Delay) : Fault(0);

    /// <summary>One of the sockets of that moment breaks.</summary>
    public sealed record CutNow(long At, int Pick, long LearnDialer, long LearnAcceptor) : Fault(At);

    /// <summary>One direction of a socket delivers nothing for a while.</summary>
    public sealed record Stall(long At, int Pick, bool ToAcceptor, long Duration) : Fault(At);

    /// <summary>An entity's host refuses connects, or lets them time out.</summary>
    public sealed record Refuse(long At, int Entity, long Duration, bool Silent) : Fault(At);

    /// <summary>A process dies and comes back. What it had sent may still arrive.</summary>
    public sealed record Restart(long At, int Entity, long DownTime, bool SameNonce, long LearnDelay) : Fault(At);

    /// <summary>An application closes one of its connections.</summary>
    public sealed record MarkDown(long At, int Entity, int Pick, bool Notify) : Fault(At);

    /// <summary>An application makes one of its connections lossy from now on.</summary>
    public sealed record Dispose(long At, int Entity, int Pick) : Fault(At);

    /// <summary>An application closes all its connections.</summary>
    public sealed record MarkDownAll(long At, int Entity) : Fault(At);

    /// <summary>A messenger closes all its connections and listens at another port, under another nonce.</summary>
    public sealed record Rebind(long At, int Entity) : Fault(At);

    /// <summary>A dispatcher does nothing for a while, so that throttles fill.</summary>
    public sealed record Pause(long At, int Entity, long Duration) : Fault(At);

    /// <summary>A process is slow to react for a while: every hop of its takes up to that long.</summary>
    public sealed record Starve(long At, int Entity, long Duration, long Hop) : Fault(At);
}

namespace CephActors.Framing;

/// <summary>A frame that was read.</summary>
internal readonly struct IncomingFrame
{
    public IncomingFrame(FrameKind kind, long offset, int length, ulong value = 0, object? body = null)
    {
        Kind = kind;
        Offset = offset;
        Length = length;
        Value = value;
        Body = body;
    }

    /// <summary>What it is.</summary>
    public FrameKind Kind { get; }

    /// <summary>
    /// The number of a <see cref="FrameKind.Sequence"/> or <see cref="FrameKind.Ack"/>; of a message of protocol v2 the highest sequence number
    /// its sender had received.
    /// </summary>
    public ulong Value { get; }

    /// <summary>The time in a <see cref="FrameKind.Keepalive2"/> or <see cref="FrameKind.Keepalive2Ack"/>.</summary>
    public UTime Stamp => new((uint)Value, (uint)(Value >> 32));

    /// <summary>The message of a <see cref="FrameKind.Message"/>, else null.</summary>
    public CephMessage? Message => Body as CephMessage;

    /// <summary>The content of a handshake frame, a message, or null.</summary>
    public object? Body { get; }

    /// <summary>Where the frame begins, in bytes from the start of this direction of the stream.</summary>
    public long Offset { get; }

    /// <summary>How many bytes it took.</summary>
    public int Length { get; }
}

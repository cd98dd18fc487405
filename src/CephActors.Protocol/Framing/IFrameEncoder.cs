namespace CephActors.Framing;

/// <summary>Writes the frames of one direction of a stream. Not thread-safe.</summary>
internal interface IFrameEncoder
{
    /// <summary>Says what the handshake has settled about the frames from here on; the same as a frame of kind <see cref="FrameKind.Configure"/>.</summary>
    /// <exception cref="ArgumentException">The phase is not one of this protocol.</exception>
    public void Configure(FramePhase phase);

    /// <summary>Appends a frame to the output.</summary>
    /// <exception cref="ArgumentException">The protocol has no such frame.</exception>
    /// <exception cref="InvalidOperationException">A frame comes before the phase its form depends on.</exception>
    public void Encode(in OutgoingFrame frame, FrameBuffer output);

    /// <summary>The socket is gone: lets keys go. Nothing is encoded any more.</summary>
    public void Abandon()
    {
    }
}

namespace CephActors.Framing;

/// <summary>
/// Turns one direction of a stream into frames. It knows lengths, checksums and keys, not their meaning: after every handshake frame it pauses until
/// the session says what it expects next; once messages are expected it runs on by itself.
/// </summary>
/// <remarks>
/// What arrived of an unfinished frame is kept inside, so the input never has to be presented again. A refusal is a value and final;
/// nothing a peer sends makes a decoder throw. Not thread-safe.
/// </remarks>
internal interface IFrameDecoder
{
    /// <summary>Why the stream was refused; its kind is <see cref="ProtocolError.None"/> until then.</summary>
    public FrameError Error { get; }

    /// <summary>How many bytes were taken from the stream.</summary>
    public long Offset { get; }

    /// <summary>Says what may come next. Without effect once the stream was refused or abandoned.</summary>
    /// <param name="next">What the peer may say.</param>
    /// <param name="phase">What the handshake has settled since the last call, in force from the next byte on; the protocol's own kinds only.</param>
    /// <exception cref="InvalidOperationException">A frame is half read.</exception>
    /// <exception cref="ArgumentException">The expectation or the phase is not one of this protocol, or messages are expected without their phase.</exception>
    public void Expect(Expectation next, FramePhase? phase = null);

    /// <summary>Reads the next frame. The input is moved past all bytes that were taken.</summary>
    public DecodeStatus TryRead(ref ReadOnlySpan<byte> input, out IncomingFrame frame);

    /// <summary>
    /// Where the bytes that come next belong, if they are of a payload that is being collected: input that lies there already
    /// is not copied. Good until the next call.
    /// </summary>
    public Memory<byte> Landing { get; }

    /// <summary>The peer will send nothing more: done if that is between two frames, else invalid.</summary>
    public DecodeStatus EndOfInput();

    /// <summary>The socket is gone: gives back what a half-read message holds and reads nothing more.</summary>
    public void Abandon();
}

namespace CephActors.Framing.V1;

/// <summary>One direction of a recorded connection: its bytes and how far they were read.</summary>
internal sealed class ConversationLane(ConversationSide side, ReadOnlyMemory<byte> bytes, FramingOptions options)
{
    private readonly FrameDecoder _decoder = new(options);
    private int _position;
    private MessagePhase? _phase;

    public ConversationSide Side => side;

    /// <summary>The bytes of the whole direction.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <summary>How messages are written in this direction; only in an open session.</summary>
    public MessagePhase Phase => _phase!;

    /// <summary>Where the next frame begins.</summary>
    public int FrameStart { get; private set; }

    /// <summary>Why the direction could not be read on.</summary>
    public FrameError? Error { get; private set; }

    public void Open(MessagePhase phase)
    {
        _phase = phase;
        _decoder.Expect(Expectation.Messages, phase);
    }

    /// <summary>Reads a frame of the handshake.</summary>
    public bool TryRead(Expectation expectation, out IncomingFrame frame)
    {
        _decoder.Expect(expectation);
        return TryRead(out frame);
    }

    public bool TryRead(out IncomingFrame frame)
    {
        var input = bytes.Span[_position..];
        var before = input.Length;
        var status = _decoder.TryRead(ref input, out frame);
        _position += before - input.Length;
        if (status == DecodeStatus.Done)
            FrameStart = _position;
        return status == DecodeStatus.Done;
    }

    /// <summary>Looks whether the bytes end where they may.</summary>
    public void Finish()
    {
        if (_decoder.EndOfInput() == DecodeStatus.Invalid)
            Error = _decoder.Error;
        else if (_position < bytes.Length)
            Error = new FrameError(ProtocolError.Unexpected, "stream", _position, $"{bytes.Length - _position} bytes sent without waiting for the other side");
    }
}

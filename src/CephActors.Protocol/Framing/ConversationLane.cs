namespace CephActors.Framing;

/// <summary>One direction of a recorded connection: its bytes and how far they were read.</summary>
internal sealed class ConversationLane(ConversationSide side, ReadOnlyMemory<byte> bytes, IFrameDecoder decoder)
{
    private int _position;

    public ConversationSide Side => side;

    /// <summary>The bytes of the whole direction.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <summary>Where the next frame begins.</summary>
    public int FrameStart { get; private set; }

    /// <summary>How many bytes were read.</summary>
    public int Read => _position;

    /// <summary>Why the direction could not be read on.</summary>
    public FrameError? Error { get; private set; }

    /// <summary>Says what comes next in this direction.</summary>
    public void Expect(Expectation next, FramePhase? phase = null) => decoder.Expect(next, phase);

    /// <summary>Reads a frame of the handshake.</summary>
    public bool TryRead(Expectation expectation, out IncomingFrame frame, FramePhase? phase = null)
    {
        decoder.Expect(expectation, phase);
        return TryRead(out frame);
    }

    public bool TryRead(out IncomingFrame frame)
    {
        var input = bytes.Span[_position..];
        var before = input.Length;
        var status = decoder.TryRead(ref input, out frame);
        _position += before - input.Length;
        if (status == DecodeStatus.Done)
            FrameStart = _position;
        return status == DecodeStatus.Done;
    }

    /// <summary>Whatever follows cannot be told from the recording: it is no error that it is not read.</summary>
    public int SkipRest()
    {
        var skipped = bytes.Length - _position;
        _position = bytes.Length;
        return skipped;
    }

    /// <summary>Looks whether the bytes end where they may.</summary>
    public void Finish()
    {
        if (decoder.EndOfInput() == DecodeStatus.Invalid)
            Error = decoder.Error;
        else if (_position < bytes.Length)
            Error = new FrameError(ProtocolError.Unexpected, "stream", _position, $"{bytes.Length - _position} bytes sent without waiting for the other side");
    }
}

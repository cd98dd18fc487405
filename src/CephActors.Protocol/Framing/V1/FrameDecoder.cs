namespace CephActors.Framing.V1;

/// <summary>
/// Turns one direction of a v1 stream into frames. It knows lengths, checksums and signatures, not their meaning: after every handshake
/// frame it pauses until the session says what it expects next; once messages are expected it runs on by itself.
/// Ceph: <c>src/msg/async/ProtocolV1.cc</c>, the <c>handle_*</c> and <c>read_*</c> functions.
/// </summary>
/// <remarks>
/// What arrived of an unfinished frame is kept inside, so the input never has to be presented again. A refusal is a value and final;
/// nothing a peer sends makes the decoder throw. Not thread-safe.
/// </remarks>
internal sealed partial class FrameDecoder(FramingOptions options)
{
    private byte[] _carry = [];
    private Step _step;
    private int _carried;
    private long _frameStart;

    private enum Step : byte
    {
        Paused,
        Banner,
        ServerAddresses,
        ClientAddress,
        Connect,
        ConnectReply,
        Authorizer,
        Sequence,
        Tag,
        Number,
        Header,
        Gate,
        Payload,
        Footer,
        Dead,
    }

    /// <summary>Why the stream was refused; its kind is <see cref="ProtocolError.None"/> until then.</summary>
    public FrameError Error { get; private set; }

    /// <summary>How many bytes were taken from the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>Says what may come next. Without effect once the stream was refused or abandoned.</summary>
    /// <param name="next">What the peer may say.</param>
    /// <param name="phase">For <see cref="Expectation.Messages"/>: what the handshake settled.</param>
    /// <exception cref="InvalidOperationException">A frame is half read.</exception>
    /// <exception cref="ArgumentException">Messages are expected without a phase.</exception>
    public void Expect(Expectation next, MessagePhase? phase = null)
    {
        if (_step == Step.Dead)
            return;
        if (!IsAtBoundary)
            throw new InvalidOperationException("Tell a decoder what to expect between frames; this one is inside a frame.");
        if (next == Expectation.Messages)
            _phase = phase ?? throw new ArgumentException("Messages cannot be read before their phase is known.", nameof(phase));
        _expected = next;
        _frameStart = Offset;
        _step = next switch
        {
            Expectation.Nothing => Step.Paused,
            Expectation.ServerHello or Expectation.ClientHello => Step.Banner,
            Expectation.Connect => Step.Connect,
            Expectation.ConnectReply => Step.ConnectReply,
            Expectation.Sequence => Step.Sequence,
            Expectation.Messages => Step.Tag,
            _ => throw new ArgumentOutOfRangeException(nameof(next)),
        };
    }

    /// <summary>Reads the next frame. The input is moved past all bytes that were taken.</summary>
    public DecodeStatus TryRead(ref ReadOnlySpan<byte> input, out IncomingFrame frame) => _step switch
    {
        Step.Paused => Rest(DecodeStatus.Paused, out frame),
        Step.Dead => Rest(DecodeStatus.Invalid, out frame),
        >= Step.Tag => ReadOpen(ref input, out frame),
        _ => ReadHandshake(ref input, out frame),
    };

    /// <summary>The peer will send nothing more: done if that is between two frames, else invalid.</summary>
    public DecodeStatus EndOfInput()
    {
        if (_step == Step.Dead)
            return Error.Kind == ProtocolError.None ? DecodeStatus.Done : DecodeStatus.Invalid;
        return IsAtBoundary
            ? DecodeStatus.Done
            : Refuse(ProtocolError.Truncated, StepName, Offset, $"the stream ended {Offset - _frameStart} bytes into a frame");
    }

    /// <summary>The socket is gone: gives back what a half-read message holds and reads nothing more.</summary>
    public void Abandon()
    {
        _step = Step.Dead;
        ReleaseMessage();
    }

    private bool IsAtBoundary => _step == Step.Paused || Offset == _frameStart;

    private string StepName => _step switch
    {
        Step.ServerAddresses or Step.ClientAddress => "address",
        Step.Payload => "payload",
        Step.Gate or Step.Header => "header",
        _ => _step.ToString().ToLowerInvariant(),
    };

    private static DecodeStatus Rest(DecodeStatus status, out IncomingFrame frame)
    {
        frame = default;
        return status;
    }

    /// <summary>Takes a piece of fixed size: from the input if it is there whole, else piece by piece over the carry.</summary>
    private bool TryTake(ref ReadOnlySpan<byte> input, int size, out ReadOnlySpan<byte> bytes)
    {
        if (_carried == 0 && input.Length >= size)
        {
            bytes = input[..size];
            input = input[size..];
            Offset += size;
            return true;
        }

        if (_carry.Length < size)
            _carry = new byte[size];
        var count = Math.Min(size - _carried, input.Length);
        input[..count].CopyTo(_carry.AsSpan(_carried));
        input = input[count..];
        Offset += count;
        _carried += count;
        bytes = _carry.AsSpan(0, size);
        if (_carried < size)
            return false;
        _carried = 0;
        return true;
    }

    private DecodeStatus Refuse(ProtocolError kind, string field, long offset, string detail)
    {
        Error = new FrameError(kind, field, offset, detail);
        Abandon();
        return DecodeStatus.Invalid;
    }
}

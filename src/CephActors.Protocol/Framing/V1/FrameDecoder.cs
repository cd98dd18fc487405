namespace CephActors.Framing.V1;

/// <summary>
/// Turns one direction of a v1 stream into frames. Ceph: <c>src/msg/async/ProtocolV1.cc</c>, the <c>handle_*</c> and <c>read_*</c> functions.
/// </summary>
internal sealed partial class FrameDecoder(FramingOptions options) : IFrameDecoder
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

    /// <inheritdoc/>
    public FrameError Error { get; private set; }

    /// <inheritdoc/>
    public long Offset { get; private set; }

    /// <inheritdoc/>
    public void Expect(Expectation next, FramePhase? phase = null)
    {
        if (_step == Step.Dead)
            return;
        if (!IsAtBoundary)
            throw new InvalidOperationException("Tell a decoder what to expect between frames; this one is inside a frame.");
        if (next == Expectation.Messages)
            _phase = phase as MessagePhase ?? throw new ArgumentException("Messages cannot be read before their phase is known.", nameof(phase));
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

    /// <inheritdoc/>
    public DecodeStatus TryRead(ref ReadOnlySpan<byte> input, out IncomingFrame frame) => _step switch
    {
        Step.Paused => Rest(DecodeStatus.Paused, out frame),
        Step.Dead => Rest(DecodeStatus.Invalid, out frame),
        >= Step.Tag => ReadOpen(ref input, out frame),
        _ => ReadHandshake(ref input, out frame),
    };

    /// <inheritdoc/>
    public DecodeStatus EndOfInput()
    {
        if (_step == Step.Dead)
            return Error.Kind == ProtocolError.None ? DecodeStatus.Done : DecodeStatus.Invalid;
        return IsAtBoundary
            ? DecodeStatus.Done
            : Refuse(ProtocolError.Truncated, StepName, Offset, $"the stream ended {Offset - _frameStart} bytes into a frame");
    }

    /// <inheritdoc/>
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

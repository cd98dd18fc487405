namespace CephActors.Framing;

/// <summary>What the decoders of both protocols share: the place in the stream, pieces that arrive in parts, and the two ways to end.</summary>
internal abstract class StreamDecoder : IFrameDecoder
{
    private byte[] _carry = [];
    private int _carried;
    private CephMessage? _free;

    /// <inheritdoc/>
    public FrameError Error { get; private set; }

    /// <inheritdoc/>
    public long Offset { get; protected set; }

    /// <inheritdoc/>
    public virtual Memory<byte> Landing => default;

    /// <summary>Where the present frame begins; <see cref="Offset"/> between frames.</summary>
    protected long FrameStart { get; set; }

    /// <summary>Whether the session has to speak before anything is read.</summary>
    protected abstract bool IsPaused { get; }

    /// <summary>Whether nothing is read any more.</summary>
    protected abstract bool IsDead { get; }

    /// <summary>What is being read, for an error.</summary>
    protected abstract string StepName { get; }

    /// <summary>Whether no frame is half read.</summary>
    protected bool IsAtBoundary => IsPaused || Offset == FrameStart;

    /// <inheritdoc/>
    public abstract void Expect(Expectation next, FramePhase? phase = null);

    /// <inheritdoc/>
    public abstract DecodeStatus TryRead(ref ReadOnlySpan<byte> input, out IncomingFrame frame);

    /// <inheritdoc/>
    public abstract void Abandon();

    /// <inheritdoc/>
    public DecodeStatus EndOfInput()
    {
        if (IsDead)
            return Error.Kind == ProtocolError.None ? DecodeStatus.Done : DecodeStatus.Invalid;
        return IsAtBoundary
            ? DecodeStatus.Done
            : Refuse(ProtocolError.Truncated, StepName, Offset, $"the stream ended {Offset - FrameStart} bytes into a frame");
    }

    /// <summary>A status without a frame.</summary>
    protected static DecodeStatus Rest(DecodeStatus status, out IncomingFrame frame)
    {
        frame = default;
        return status;
    }

    /// <summary>A message that has arrived, in an object that was used before if there is one.</summary>
    protected CephMessage Receive(in ReceivedHeader header, in MessageSections sections, IReceiveGate? gate)
    {
        _free ??= gate?.Messages?.TakeAll();
        return CephMessage.Received(ref _free, header, sections, gate);
    }

    /// <summary>Takes a piece of fixed size: from the input if it is there whole, else piece by piece over the carry.</summary>
    protected bool TryTake(ref ReadOnlySpan<byte> input, int size, out ReadOnlySpan<byte> bytes)
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

    /// <summary>Compares with a text that has to come, as far as the bytes reach: a peer that speaks something else is not waited for.</summary>
    protected DecodeStatus ReadText(ref ReadOnlySpan<byte> input, ReadOnlySpan<byte> text)
    {
        var expected = text[_carried..];
        var count = Math.Min(expected.Length, input.Length);
        var right = input.CommonPrefixLength(expected);
        if (right < count)
        {
            return Refuse(
                ProtocolError.BadBanner, "banner", Offset + right, $"byte {_carried + right} is 0x{input[right]:x2}, not 0x{expected[right]:x2}");
        }

        input = input[count..];
        Offset += count;
        _carried += count;
        if (_carried < text.Length)
            return DecodeStatus.NeedMore;
        _carried = 0;
        return DecodeStatus.Done;
    }

    protected DecodeStatus Refuse(ProtocolError kind, string field, long offset, string detail)
    {
        Error = new FrameError(kind, field, offset, detail);
        Abandon();
        return DecodeStatus.Invalid;
    }

    protected DecodeStatus RefuseCrc(ProtocolError kind, string field, long offset, uint stated, uint computed)
        => Refuse(kind, field, offset, $"the checksum says 0x{stated:x8}, the bytes give 0x{computed:x8}");

    protected DecodeStatus RefuseLength(ProtocolError kind, string field, long offset, uint length, int limit)
        => Refuse(kind, field, offset, $"{length} bytes, the limit is {limit}");
}

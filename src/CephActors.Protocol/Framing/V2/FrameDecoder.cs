namespace CephActors.Framing.V2;

/// <summary>
/// Turns one direction of a v2 stream into frames, of either revision and in either mode. Ceph: <c>src/msg/async/ProtocolV2.cc</c>,
/// <c>read_frame</c> and what follows it; <c>src/msg/async/frames_v2.cc</c>, <c>FrameAssembler</c>.
/// </summary>
/// <remarks>
/// Stricter than Ceph where no checksum reaches, so that no changed bit goes unseen: the reserved bits that close a frame, and the checksums of
/// segments that are not there, have to be what every sender writes.
/// </remarks>
internal sealed partial class FrameDecoder(FramingOptions options) : StreamDecoder
{
    /// <summary>The longest payload of a frame that is no message, in bytes: far more than any ticket takes.</summary>
    public const int MaxPayload = 64 << 10;

    private readonly byte[] _head = new byte[SecureFrame.FirstPieceSize];
    private Step _step;
    private Expectation _expected;
    private FrameRevision? _revision;
    private FrameCipher? _cipher;
    private SessionPhase? _session;
    private Preamble _preamble;

    private enum Step : byte
    {
        Paused,
        Banner,
        BannerLength,
        BannerPayload,
        Preamble,
        Payload,
        Gate,
        Header,
        Sections,
        Epilogue,
        Dead,
    }

    /// <inheritdoc/>
    protected override bool IsPaused => _step == Step.Paused;

    /// <inheritdoc/>
    protected override bool IsDead => _step == Step.Dead;

    /// <inheritdoc/>
    protected override string StepName => _step switch
    {
        Step.BannerLength or Step.BannerPayload => "banner",
        Step.Gate => "preamble",
        Step.Sections => "payload",
        _ => _step.ToString().ToLowerInvariant(),
    };

    private bool HasRevision1 => _revision == FrameRevision.One;

    /// <inheritdoc/>
    public override void Expect(Expectation next, FramePhase? phase = null)
    {
        if (_step == Step.Dead)
            return;
        if (!IsAtBoundary)
            throw new InvalidOperationException("Tell a decoder what to expect between frames; this one is inside a frame.");
        Adopt(phase);
        if (next is Expectation.Handshake or Expectation.Messages && _revision is null)
            throw new ArgumentException("Frames cannot be read before their revision is known.", nameof(phase));
        if (next == Expectation.Messages && _session is null)
            throw new ArgumentException("Messages cannot be read before it is known whose they are.", nameof(phase));
        _expected = next;
        FrameStart = Offset;
        _step = next switch
        {
            Expectation.Nothing => Step.Paused,
            Expectation.Banner => Step.Banner,
            Expectation.Handshake or Expectation.Messages => Step.Preamble,
            _ => throw new ArgumentOutOfRangeException(nameof(next)),
        };
    }

    /// <inheritdoc/>
    public override DecodeStatus TryRead(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        while (true)
        {
            var status = _step switch
            {
                Step.Paused => Rest(DecodeStatus.Paused, out frame),
                Step.Dead => Rest(DecodeStatus.Invalid, out frame),
                < Step.Preamble => ReadBanner(ref input, out frame),
                _ => ReadFrame(ref input, out frame),
            };

            // A frame that its sender gave up half way is as if it had not been sent.
            if (status != DecodeStatus.Done || frame.Length > 0)
                return status;
        }
    }

    /// <inheritdoc/>
    public override void Abandon()
    {
        _step = Step.Dead;
        _cipher?.Dispose();
        _cipher = null;
        ReleaseMessage();
    }

    private void Adopt(FramePhase? phase)
    {
        switch (phase)
        {
            case null:
                break;
            case RevisionPhase revision when _cipher is null:
                _revision = revision.Revision;
                break;
            case SecurePhase secure when _cipher is null && _revision is { } revision:
                _cipher = new FrameCipher(secure.Key, secure.ReceiveNonce, revision);
                break;
            case SessionPhase session:
                _session = session;
                break;
            default:
                throw new ArgumentException($"A {phase.GetType().Name} has no place here.", nameof(phase));
        }
    }

    private DecodeStatus ReadFrame(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        if (_step == Step.Preamble && _expected == Expectation.Messages && TryReadWhole(ref input, out frame))
            return DecodeStatus.Done;
        frame = default;
        if (_step == Step.Preamble && ReadPreamble(ref input) is var preamble and not DecodeStatus.Done)
            return preamble;
        return _step == Step.Payload ? ReadPayload(ref input, out frame) : ReadMessage(ref input, out frame);
    }

    /// <summary>Ends the frame that was read; default stands for one that is passed over.</summary>
    private DecodeStatus Finish(in IncomingFrame done, out IncomingFrame frame)
    {
        frame = done;
        _step = _expected == Expectation.Messages ? Step.Preamble : Step.Paused;
        FrameStart = Offset;
        return DecodeStatus.Done;
    }
}

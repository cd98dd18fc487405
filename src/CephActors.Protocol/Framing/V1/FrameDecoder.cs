namespace CephActors.Framing.V1;

/// <summary>
/// Turns one direction of a v1 stream into frames. Ceph: <c>src/msg/async/ProtocolV1.cc</c>, the <c>handle_*</c> and <c>read_*</c> functions.
/// </summary>
internal sealed partial class FrameDecoder(FramingOptions options) : StreamDecoder
{
    private Step _step;

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
    protected override bool IsPaused => _step == Step.Paused;

    /// <inheritdoc/>
    protected override bool IsDead => _step == Step.Dead;

    /// <inheritdoc/>
    protected override string StepName => _step switch
    {
        Step.ServerAddresses or Step.ClientAddress => "address",
        Step.Payload => "payload",
        Step.Gate or Step.Header => "header",
        _ => _step.ToString().ToLowerInvariant(),
    };

    /// <inheritdoc/>
    public override void Expect(Expectation next, FramePhase? phase = null)
    {
        if (_step == Step.Dead)
            return;
        if (!IsAtBoundary)
            throw new InvalidOperationException("Tell a decoder what to expect between frames; this one is inside a frame.");
        if (next == Expectation.Messages)
            _phase = phase as MessagePhase ?? throw new ArgumentException("Messages cannot be read before their phase is known.", nameof(phase));
        _expected = next;
        FrameStart = Offset;
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
    public override DecodeStatus TryRead(ref ReadOnlySpan<byte> input, out IncomingFrame frame) => _step switch
    {
        Step.Paused => Rest(DecodeStatus.Paused, out frame),
        Step.Dead => Rest(DecodeStatus.Invalid, out frame),
        >= Step.Tag => ReadOpen(ref input, out frame),
        _ => ReadHandshake(ref input, out frame),
    };

    /// <inheritdoc/>
    public override void Abandon()
    {
        _step = Step.Dead;
        ReleaseMessage();
    }
}

using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Protocol.Tests.Session;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Replay;

/// <summary>
/// One OSD of a recorded connection, played by our decoder and session machines: the bytes that the other one said go in,
/// what is written comes out. An accepted socket may pass from its own session to one that was there before.
/// </summary>
internal sealed class ReplayedOsd
{
    private readonly FrameDecoder _decoder = new(FramingOptions.Default);
    private readonly List<byte> _written = [];
    private readonly SessionProbe? _existing;
    private SessionProbe _current;

    public ReplayedOsd(SessionProbe session, SessionProbe? existing = null) => (_current, _existing) = (session, existing);

    /// <summary>The session that has the socket.</summary>
    public SessionProbe Session => _current;

    public byte[] Written => [.. _written];

    /// <summary>An input that is not a frame.</summary>
    public void Step(SessionInput input) => CarryOut(_current, _current.Step(input).Effects);

    /// <summary>Plays what the other side said until this one has said as much as it did when it was recorded.</summary>
    public void Hear(byte[] said, int until)
    {
        ReadOnlySpan<byte> rest = said;
        while (_written.Count < until || !rest.IsEmpty)
        {
            var status = _decoder.TryRead(ref rest, out var frame);
            if (status is not DecodeStatus.Done)
            {
                // The other side has said all; or it was cut, and nothing more was heard of it.
                Assert.NotEqual(DecodeStatus.Invalid, status);
                return;
            }

            if (_written.Count < until || frame.Kind is FrameKind.Sequence)
                Step(ToInput(_current.Incarnation, frame));
            else
                return;
        }
    }

    private static SessionInput.FrameReceived ToInput(long incarnation, in IncomingFrame frame) =>
        new(incarnation, frame.Body ?? new SequenceFrame(frame.Value));

    private void CarryOut(SessionProbe session, IReadOnlyList<SessionEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case SessionEffect.Write write: _written.AddRange(write.Bytes.ToArray()); break;
                case SessionEffect.Expect expect: _decoder.Expect(expect.Next); break;
                case SessionEffect.Opened: _decoder.Expect(Expectation.Messages, new MessagePhase(MsgAuth: true)); break;
                case SessionEffect.LookUp lookUp: LookUp(session, lookUp.Request); break;
            }
        }
    }

    private void LookUp(SessionProbe asking, IncomingRequest request)
    {
        if (_existing is null || ReferenceEquals(asking, _existing))
        {
            CarryOut(asking, asking.Step(new SessionInput.NoExisting()).Effects);
            return;
        }

        var decision = _existing.Step(new SessionInput.ConnectionRequested(request)).Decision;
        if (!decision.TakesSocket)
        {
            CarryOut(asking, asking.Step(new SessionInput.ExistingAnswered(decision)).Effects);
            return;
        }

        _current = _existing;
        CarryOut(_existing, _existing.Step(new SessionInput.SocketAdopted(_existing.Incarnation + 1, request)).Effects);
    }
}

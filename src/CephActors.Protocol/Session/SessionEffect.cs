using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Session;

/// <summary>What a session asks of its host. Effects are carried out in the order given.</summary>
internal abstract record SessionEffect
{
    private SessionEffect()
    {
    }

    /// <summary>Open a socket to <paramref name="Target"/> and report under <paramref name="Incarnation"/>.</summary>
    public sealed record Dial(long Incarnation, EntityAddress Target) : SessionEffect;

    /// <summary>Close the present socket, if any, at once.</summary>
    public sealed record DropSocket(string Reason) : SessionEffect;

    /// <summary>Write handshake bytes to the present socket.</summary>
    public sealed record Write(ReadOnlyMemory<byte> Bytes) : SessionEffect;

    /// <summary>Write a handshake frame to the present socket, in the mode then in force.</summary>
    public sealed record WriteFrame(IHandshakePayload Payload) : SessionEffect;

    /// <summary>Tell the encoder of the present socket what is settled about the frames from here on.</summary>
    public sealed record Configure(FramePhase Phase) : SessionEffect;

    /// <summary>Tell the decoder of the present socket what comes next, and what is settled about it.</summary>
    public sealed record Expect(Expectation Next, FramePhase? Phase = null) : SessionEffect;

    /// <summary>The session is open: decode and encode messages as <paramref name="Terms"/> say, send what is queued.</summary>
    public sealed record Opened(SessionTerms Terms) : SessionEffect;

    /// <summary>Start, or restart, a timer.</summary>
    public sealed record StartTimer(SessionTimer Timer, TimeSpan Delay) : SessionEffect;

    /// <summary>Stop a timer.</summary>
    public sealed record StopTimer(SessionTimer Timer) : SessionEffect;

    /// <summary>Tell the dispatchers.</summary>
    public sealed record Raise(SessionEvent Event, string Reason) : SessionEffect;

    /// <summary>Drop this connection's messages that wait for dispatch.</summary>
    public sealed record DiscardDispatch : SessionEffect;

    /// <summary>
    /// Find the registered connection of this peer address and answer with an input. If there is none, with
    /// <paramref name="Register"/> become it: nobody may find a connection that does not open a session.
    /// </summary>
    public sealed record LookUp(IncomingRequest Request, bool Register) : SessionEffect;

    /// <summary>Answer an <see cref="SessionInput.ConnectionRequested"/>.</summary>
    public sealed record AnswerRequest(AcceptDecision Decision) : SessionEffect;

    /// <summary>The peer told our address (<c>msgr-v1</c> address learning).</summary>
    public sealed record Learned(EntityAddress Seen) : SessionEffect;

    /// <summary>The session is closed: unregister the connection and let it go.</summary>
    public sealed record Stopped : SessionEffect;

    /// <summary>Worth a log line. The arguments fill the template behind its first hole, which is the connection.</summary>
    public sealed record Report(LogLine Line, params object[] Arguments) : SessionEffect
    {
        /// <summary>The line behind the connection, for those who have no logger.</summary>
        public string Text => Line.Fill(Arguments);
    }
}

/// <summary>How loudly a <see cref="LogLine"/> is meant.</summary>
internal enum ReportLevel : byte
{
    /// <summary>Expected in normal operation.</summary>
    Debug,

    /// <summary>Worth knowing: a session came, went or was reset.</summary>
    Info,

    /// <summary>The peer broke the protocol or was refused.</summary>
    Warning,

    /// <summary>A defect of ours, or a fault asked for.</summary>
    Error,
}

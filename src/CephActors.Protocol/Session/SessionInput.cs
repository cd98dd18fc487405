using CephActors.Framing;

namespace CephActors.Session;

/// <summary>
/// Everything that can happen to a session outside its message flow. Inputs of a socket carry the incarnation
/// of that socket; the machine drops those of an older one.
/// </summary>
internal abstract record SessionInput
{
    private SessionInput()
    {
    }

    /// <summary>Start dialling (<c>Messenger::connect_to</c>).</summary>
    public sealed record Connect : SessionInput;

    /// <summary>A listener accepted a socket for this session.</summary>
    public sealed record SocketAccepted(long Incarnation, EntityAddress RemoteSocket) : SessionInput;

    /// <summary>The TCP connect asked for by <see cref="SessionEffect.Dial"/> succeeded.</summary>
    public sealed record SocketConnected(long Incarnation) : SessionInput;

    /// <summary>All that was to be written to the socket so far has been sent. Told while <see cref="SessionMachine.AwaitsWritten"/>.</summary>
    public sealed record Written(long Incarnation) : SessionInput;

    /// <summary>The socket is gone, or could not be had.</summary>
    public sealed record SocketLost(long Incarnation, bool Refused, string Reason) : SessionInput;

    /// <summary>The peer sent bytes that are no legal frame; the socket is of no more use.</summary>
    public sealed record FrameRefused(long Incarnation, FrameError Error) : SessionInput;

    /// <summary>A frame of a handshake, as its framing has it.</summary>
    public sealed record FrameReceived(long Incarnation, object Frame) : SessionInput;

    /// <summary>A CLOSE tag.</summary>
    public sealed record CloseReceived(long Incarnation) : SessionInput;

    /// <summary>
    /// Answer to <see cref="SessionEffect.LookUp"/>: no other connection holds the peer's address; it is now registered for
    /// this one, if that was asked for.
    /// </summary>
    public sealed record NoExisting : SessionInput;

    /// <summary>Answer to <see cref="SessionEffect.LookUp"/>: the existing session decided.</summary>
    public sealed record ExistingAnswered(AcceptDecision Decision) : SessionInput;

    /// <summary>To the existing session: a connect for its peer came in on another socket.</summary>
    public sealed record ConnectionRequested(IncomingRequest Request) : SessionInput;

    /// <summary>To the existing session, after it decided to replace: the new socket is now its own, under this incarnation.</summary>
    public sealed record SocketAdopted(long Incarnation, IncomingRequest Request) : SessionInput;

    /// <summary>A timer of <see cref="SessionEffect.StartTimer"/> fired, at <paramref name="Now"/> on the host's clock.</summary>
    public sealed record TimerFired(SessionTimer Timer, TimeSpan Now) : SessionInput;

    /// <summary>A message was queued: leave standby where the policy lets us. A keepalive alone does not wake (Ceph 15.2.5).</summary>
    public sealed record SendRequested : SessionInput;

    /// <summary>Close for good. <paramref name="Notify"/>: raise a reset (messenger-level mark_down).</summary>
    public sealed record MarkDown(bool Notify) : SessionInput;

    /// <summary>From now on lossy (<c>Connection::mark_disposable</c>).</summary>
    public sealed record MarkDisposable : SessionInput;
}

/// <summary>
/// What an accepting session knows of its peer when it asks an existing session: enough for that session to take over.
/// </summary>
internal abstract record IncomingRequest(EntityAddressVector PeerAddresses)
{
    /// <summary>What the peer speaks on that socket.</summary>
    public abstract MessengerProtocol Version { get; }

    /// <summary>connect_seq of the attempt; 0 for a new session.</summary>
    public abstract ulong ConnectSeq { get; }

    /// <summary>global_seq of the attempt.</summary>
    public abstract ulong GlobalSeq { get; }
}

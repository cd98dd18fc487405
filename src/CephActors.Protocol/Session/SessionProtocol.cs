using CephActors.Framing;

namespace CephActors.Session;

/// <summary>
/// What a version of the messenger protocol decides about one session: how a socket is led to an open session, how two
/// sockets of a peer are judged, and the few fault rules that differ. Everything else is <see cref="SessionMachine"/>'s.
/// Keeps what that version knows of the session from one socket to the next.
/// </summary>
internal abstract class SessionProtocol
{
    /// <summary>What its sockets speak.</summary>
    public abstract MessengerProtocol Version { get; }

    /// <summary>The entry of a peer's vector that is dialled.</summary>
    public abstract EntityAddress TargetOf(EntityAddressVector peer);

    /// <summary>The connector's handshake on a socket that was dialled.</summary>
    public abstract SessionMachine.SocketHandshake Connect(SessionMachine session);

    /// <summary>The acceptor's handshake on a socket that came in; an <see cref="IAcceptorHandshake"/>.</summary>
    public abstract SessionMachine.SocketHandshake Accept(SessionMachine session);

    /// <summary>The same on a socket that another session began with and this one has taken over.</summary>
    public abstract SessionMachine.SocketHandshake Adopt(SessionMachine session, IncomingRequest request);

    /// <summary>What becomes of another socket of the peer, on which it asks for what <paramref name="request"/> says.</summary>
    public abstract AcceptDecision Decide(SessionMachine session, IncomingRequest request);

    /// <summary>Whether a connector that is to be lossy survives a fault at this step.</summary>
    public abstract bool LossyRetries(SessionState state, HandshakeStep step);

    /// <summary>Whether a session that faults while it accepts waits before it dials.</summary>
    public abstract bool BacksOffWhenAccepting { get; }

    /// <summary>connect_seq of the next attempt; <paramref name="opened"/>: the socket lost had come so far as to hold a session.</summary>
    public abstract ulong NextConnectSeq(ulong connectSeq, bool opened);

    /// <summary>The session is forgotten; returns the number before its successor's first message.</summary>
    public abstract ulong Reset(SessionContext context);
}

using CephActors.Auth;
using CephActors.Framing;

namespace CephActors.Session;

internal sealed partial class SessionMachine
{
    /// <summary>
    /// The way of one socket to an open session, as a version of the protocol has it. It sees its session and does to it
    /// what the members here do, nothing else; it is forgotten with the socket, or once the session is open.
    /// </summary>
    internal abstract class SocketHandshake(SessionMachine session)
    {
        /// <summary>Says the first words on the socket and asks for the peer's.</summary>
        public abstract void Begin();

        /// <summary>The peer said something. What does not belong where the handshake stands is ignored or a fault.</summary>
        public abstract void OnFrame(object frame);

        /// <summary>What <see cref="SessionMachine.AwaitsWritten"/> waited for has been sent.</summary>
        public virtual void OnWritten()
        {
        }

        /// <summary>The session whose socket it is.</summary>
        protected SessionMachine Session => session;

        /// <summary>What all sessions of the messenger share.</summary>
        protected SessionContext Context => session._context;

        /// <summary>Goes on to another step of the handshake.</summary>
        protected void Await(HandshakeStep step) => session.Handshake = step;

        /// <summary>Has the host do something.</summary>
        protected void Emit(SessionEffect effect) => session.Emit(effect);

        /// <summary>Writes these bytes.</summary>
        protected void Write(ReadOnlyMemory<byte> bytes) => session.Emit(new SessionEffect.Write(bytes));

        /// <summary>Lets the peer say something.</summary>
        protected void Expect(Expectation next, FramePhase? phase = null) => session.Emit(new SessionEffect.Expect(next, phase));

        /// <summary>Leaves a line in the log.</summary>
        protected void Report(LogLine what, params object[] arguments) => session.Report(what, arguments);

        /// <summary>Gives the socket up.</summary>
        protected void Fault(string reason, ReportLevel level = ReportLevel.Warning) => session.Fault(reason, level);

        /// <summary>Says what is settled about the frames that are written from here on.</summary>
        protected void Configure(FramePhase phase) => session.Emit(new SessionEffect.Configure(phase));

        /// <summary>Takes these numbers for the session; what is null stays.</summary>
        protected void Take(ulong? connectSeq = null, ulong? globalSeq = null, ulong? peerGlobalSeq = null)
        {
            session.ConnectSeq = connectSeq ?? session.ConnectSeq;
            session.GlobalSeq = globalSeq ?? session.GlobalSeq;
            session.PeerGlobalSeq = peerGlobalSeq ?? session.PeerGlobalSeq;
        }

        /// <summary>The peer's addresses are these.</summary>
        protected void Take(EntityAddressVector peer) => session.PeerAddresses = peer;

        /// <summary>Whether the session is lossy from now on.</summary>
        protected void TakeLossy(bool lossy) => session.Policy = session.Policy with { Lossy = lossy };

        /// <summary>What was agreed on this socket.</summary>
        protected void Agree(SessionTerms terms) => session.Terms = terms;

        /// <summary>Drops both directions and starts a new session; the handshake goes on.</summary>
        protected void ResetSession() => session.ResetSession();

        /// <summary>The peer does not have the session: the next opening counts what it sends anew, and what is queued stays.</summary>
        protected void RestartReceiving()
        {
            session.PeerReset = true;
            session.Queues.RestartReceiving();
        }

        /// <summary>The peer wants its own connection to win the race: waits for it.</summary>
        protected void GiveWay() => session.GiveWay();

        /// <summary>Messages flow from here on.</summary>
        protected void Open(SessionTerms terms, SessionEvent? raise)
        {
            session.Terms = terms;
            session.Open(raise);
        }

        /// <summary>Says nothing more on any socket: the connection is dead.</summary>
        protected void Stop(string reason, LogLine? what = null)
        {
            session.Report(what ?? SessionLogLines.HandshakeFailed, session.Where, reason);
            session.Stop(reason, SessionEvent.Reset);
        }

        /// <summary>The peer has proved who it is.</summary>
        protected void TakeIdentity(AuthenticatedPeer? identity) => session.PeerIdentity = identity;

        /// <summary>The peer says what it is, which settles the policy.</summary>
        protected void TakePeerType(EntityType type)
        {
            session.PeerType = type;
            session.Policy = session._context.Policies.For(type);
        }

        /// <summary>
        /// True if a session of this policy stands alone: never registered, never found. Otherwise asks for the peer's
        /// address, of which <see cref="IAcceptorHandshake"/> hears.
        /// </summary>
        protected bool TryStayAnonymous(IncomingRequest request)
        {
            if (session.Policy is { Server: true, Lossy: true, RegisterLossyClients: false })
                return session.Anonymous = true;
            LookUp(request);
            return false;
        }

        /// <summary>Asks for the peer's address.</summary>
        protected void LookUp(IncomingRequest request)
        {
            session._request = request;
            Await(HandshakeStep.Lookup);
            session.LookUp();
        }

        /// <summary>The last word of an acceptor is being written.</summary>
        protected void AwaitAnswered() => Await(HandshakeStep.Answer);

        /// <summary>No socket is being moved in any more.</summary>
        protected void EndReplacing() => session.Replacing = false;

        /// <summary>
        /// The last word was written: the peer may take the session for open as soon as it has it, so that what it holds is
        /// not to be forgotten from here on.
        /// </summary>
        protected void KeepFromNowOn() => session._onceReady = true;
    }
}

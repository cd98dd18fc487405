using CephActors.Framing.V1;

namespace CephActors.Session;

/// <summary>An existing session meets another socket of its peer. Ceph: <c>handle_connect_message_2</c>, <c>replace</c>.</summary>
internal sealed partial class SessionMachine
{
    private void OnConnectionRequested(IncomingRequest request)
    {
        var existing = new ExistingSession(State, Replacing, ConnectSeq, PeerGlobalSeq, Policy.Lossy, Policy.Server, Policy.ResetCheck);
        var peerIsBelow = request.PeerAddresses[0].CompareTo(_context.Addresses.Legacy) < 0;
        var decision = AcceptorTable.Decide(existing, request.Connect.ConnectSeq, request.Connect.GlobalSeq, peerIsBelow);
        Report(
            SessionLogLines.MetExisting,
            request.Connect.ConnectSeq, request.Connect.GlobalSeq, State, ConnectSeq, PeerGlobalSeq, decision.Verdict, decision.Row);
        switch (decision.Verdict)
        {
            case AcceptVerdict.ReplaceLossy:
                ResetSession();
                Stop("replaced by a new connection of the peer", SessionEvent.Reset);
                break;
            case AcceptVerdict.Wait:
                // Our attempt has to follow through even with nothing to send.
                KeepalivePending = true;
                break;
            case AcceptVerdict.ReplaceAfterReset:
                PeerReset = true;
                if (Policy.ResetCheck)
                    ResetSession();
                break;
        }

        Emit(new SessionEffect.AnswerRequest(decision));
    }

    private void OnSocketAdopted(SessionInput.SocketAdopted adopted)
    {
        Queues.RequeueSent();
        Emit(new SessionEffect.StopTimer(SessionTimer.Backoff));
        Emit(new SessionEffect.StopTimer(SessionTimer.Idle));
        Emit(new SessionEffect.StartTimer(SessionTimer.Ready, _context.ReadyTimeout));
        Terms = null;
        _sessionKey = null;
        Replacing = true;
        Incarnation = adopted.Incarnation;
        _request = adopted.Request.Connect;
        _pendingChallenge = adopted.Request.PendingChallenge;
        // The peer asks again with a newer global_seq on the same socket and is let in then, as Ceph's own acceptor has it.
        Reply(MessengerTag.RetryGlobal, globalSeq: PeerGlobalSeq);
        AwaitConnect();
    }

    /// <summary>
    /// Drops both directions and starts a new session on the same connection; dispatchers are told.
    /// Ceph: <c>session_reset</c>, <c>AsyncConnection::was_session_reset</c>.
    /// </summary>
    private void ResetSession()
    {
        Emit(new SessionEffect.DiscardDispatch());
        var randomStart = CephFeatures.HasFeature(_agreed, CephFeatures.MsgAuth);
        Queues.Reset(randomStart ? _context.Random() & 0x7fffffff : 0);
        Emit(new SessionEffect.Raise(SessionEvent.RemoteReset, "the peer lost its session"));
        ConnectSeq = 0;
        _onceReady = false;
    }
}

namespace CephActors.Session;

/// <summary>
/// An existing session meets another socket of its peer. Ceph: <c>handle_connect_message_2</c>, <c>replace</c>,
/// <c>handle_existing_connection</c>, <c>reuse_connection</c>.
/// </summary>
internal sealed partial class SessionMachine
{
    private void OnConnectionRequested(IncomingRequest request)
    {
        var decision = request.Version == _protocol.Version ? _protocol.Decide(this, request) : GiveUpForAnother();
        Report(
            SessionLogLines.MetExisting,
            request.ConnectSeq, request.GlobalSeq, State, ConnectSeq, PeerGlobalSeq, decision.Verdict, decision.Row);
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

    /// <summary>A peer that comes over the other protocol has no use for this session. Ceph marks it down without telling anybody.</summary>
    private AcceptDecision GiveUpForAnother()
    {
        if (State is not SessionState.Closed)
            Stop("the peer has come over another protocol", SessionEvent.Reset);
        return new AcceptDecision(AcceptVerdict.Open, 0, 0);
    }

    private void OnSocketAdopted(SessionInput.SocketAdopted adopted)
    {
        Queues.RequeueSent();
        Emit(new SessionEffect.StopTimer(SessionTimer.Backoff));
        Emit(new SessionEffect.StopTimer(SessionTimer.Idle));
        Emit(new SessionEffect.StartTimer(SessionTimer.Ready, _context.ReadyTimeout));
        Terms = null;
        Replacing = true;
        Incarnation = adopted.Incarnation;
        Enter(SessionState.Accepting, HandshakeStep.Connect);
        Begin(_protocol.Adopt(this, adopted.Request));
    }

    /// <summary>
    /// Drops both directions and starts a new session on the same connection; dispatchers are told.
    /// Ceph: <c>session_reset</c>, <c>AsyncConnection::was_session_reset</c>.
    /// </summary>
    private void ResetSession()
    {
        Emit(new SessionEffect.DiscardDispatch());
        Queues.Reset(_protocol.Reset(_context));
        Emit(new SessionEffect.Raise(SessionEvent.RemoteReset, "the peer lost its session"));
        ConnectSeq = 0;
        _onceReady = false;
    }
}

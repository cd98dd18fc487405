namespace CephActors.Session;

/// <summary>What happens when a socket fails, a timer fires, or the owner has enough. Ceph: <c>ProtocolV1::fault</c>, <c>ProtocolV2::_fault</c>, <c>stop</c>.</summary>
internal sealed partial class SessionMachine
{
    private void OnSocketLost(SessionInput.SocketLost lost)
    {
        if (lost.Refused && Handshake is HandshakeStep.Dialing)
            Emit(new SessionEffect.Raise(SessionEvent.Refused, lost.Reason));
        Fault(lost.Reason, ReportLevel.Debug);
    }

    private void OnFrameRefused(SessionInput.FrameRefused refused) => Fault($"bad frame: {refused.Error}", SessionLogLines.BadFrame, refused.Error);

    private void OnTimer(SessionInput.TimerFired fired)
    {
        switch (fired.Timer)
        {
            case SessionTimer.Backoff when State is SessionState.Wait || Handshake is HandshakeStep.Backoff:
                Dial();
                break;
            case SessionTimer.Ready when Handshake >= HandshakeStep.Greeting:
                Fault($"handshake not finished within {_context.ReadyTimeout.TotalSeconds:0.###} s (at {State}/{Handshake})", ReportLevel.Info);
                break;
            case SessionTimer.Idle when State is SessionState.Open:
                if (fired.Now - LastActivity >= _context.IdleTimeout)
                    Fault($"nothing read or written for {_context.IdleTimeout.TotalSeconds:0.###} s", ReportLevel.Info);
                else
                    Emit(new SessionEffect.StartTimer(SessionTimer.Idle, _context.IdleTimeout));
                break;
        }
    }

    private void Fault(string reason, ReportLevel level) => Fault(
        reason,
        level switch
        {
            ReportLevel.Debug => SessionLogLines.SocketLost,
            ReportLevel.Info => SessionLogLines.TimedOut,
            _ => SessionLogLines.HandshakeFailed,
        },
        reason);

    /// <summary>State and step, for people.</summary>
    private string Where => Handshake is HandshakeStep.None ? $"{State}" : $"{State}/{Handshake}";

    /// <summary>The rules of a lost socket, in Ceph's order.</summary>
    private void Fault(string reason, LogLine what, object details)
    {
        if (State is SessionState.Closed or SessionState.None or SessionState.Standby || Handshake is HandshakeStep.Backoff)
            return;
        LastFault = reason;
        Report(what, Where, details);
        Faults++;

        if (Policy.Lossy && !_protocol.LossyRetries(State, Handshake))
        {
            Stop(reason, SessionEvent.Reset);
            return;
        }

        Queues.RequeueSent();
        if (State is SessionState.Accepting && !_onceReady && Queues.Queued == 0 && !Replacing)
        {
            Stop(reason, SessionEvent.Reset);
            return;
        }

        ReleaseSocket(reason);
        if (Policy.Standby && Queues.Queued == 0 && !KeepalivePending && State is not SessionState.Wait)
            Enter(SessionState.Standby);
        else if (State is SessionState.Connecting or SessionState.Wait)
            BackOff();
        else if (Policy.Server)
            Enter(SessionState.Standby);
        else if (State is SessionState.Accepting && _protocol.BacksOffWhenAccepting)
            BackOff();
        else
            Reconnect();
    }

    private void BackOff()
    {
        _backoff = State is SessionState.Wait
            ? _context.MaxBackoff
            : _backoff == TimeSpan.Zero ? _context.InitialBackoff : _backoff * 2;
        if (_backoff > _context.MaxBackoff)
            _backoff = _context.MaxBackoff;
        ConnectSeq = _protocol.NextConnectSeq(ConnectSeq, opened: false);
        if (State is not SessionState.Wait)
            Enter(SessionState.Connecting, HandshakeStep.Backoff);
        Emit(new SessionEffect.StartTimer(SessionTimer.Backoff, _backoff));
    }

    /// <summary>
    /// Who was not open since the last reset dials with 0: a peer that stands at 1 would take 1 for the session it knows, and not
    /// be told. Where resets are not checked it counts on, as Ceph does in either case: two such sides at 0 would ask each other
    /// without end.
    /// </summary>
    private void Reconnect()
    {
        _backoff = TimeSpan.Zero;
        Redial(opened: ConnectSeq > 0 || !Policy.ResetCheck);
    }

    /// <summary>Lets the socket go, with everything that was true of it only.</summary>
    private void ReleaseSocket(string reason)
    {
        // What the socket still says is about the past.
        Incarnation++;
        Replacing = false;
        PeerReset = false;
        Terms = null;
        _handshake = null;
        Emit(new SessionEffect.DropSocket(reason));
        Emit(new SessionEffect.StopTimer(SessionTimer.Ready));
        Emit(new SessionEffect.StopTimer(SessionTimer.Idle));
    }

    private void OnMarkDown(bool notify)
    {
        if (State is not SessionState.Closed)
            Stop("marked down", notify ? SessionEvent.Reset : null);
    }

    private void Stop(string reason, SessionEvent? raise)
    {
        ReleaseSocket(reason);
        Emit(new SessionEffect.StopTimer(SessionTimer.Backoff));
        Enter(SessionState.Closed);
        Queues.Reset(0);
        Emit(new SessionEffect.DiscardDispatch());
        if (raise is { } code)
            Emit(new SessionEffect.Raise(code, reason));
        Emit(new SessionEffect.Stopped());
    }
}

namespace CephActors.Session;

/// <summary>Opening a session, and what ends the open state in good order.</summary>
internal sealed partial class SessionMachine
{
    private void Open(SessionEvent? raise)
    {
        if (Terms is null)
            throw new InvalidOperationException("A handshake opened its session without terms.");
        Enter(SessionState.Open);
        _handshake = null;
        _onceReady = true;
        PeerReset = false;
        _backoff = TimeSpan.Zero;
        Emit(new SessionEffect.StopTimer(SessionTimer.Ready));
        if (_context.IdleTimeout > TimeSpan.Zero)
            Emit(new SessionEffect.StartTimer(SessionTimer.Idle, _context.IdleTimeout));
        Report(SessionLogLines.Opened, ConnectSeq, Queues.InSeq, Queues.OutSeq, Policy.Lossy ? "lossy" : "lossless", $"{Terms.Features:x16}");
        if (raise is { } code)
            Emit(new SessionEffect.Raise(code, string.Empty));
        Emit(new SessionEffect.Opened(Terms));
    }

    /// <summary>The peer closes in good order; Ceph's AsyncMessenger stops the connection without an event.</summary>
    private void OnClose()
    {
        Report(SessionLogLines.Closed);
        Stop("closed by the peer", raise: null);
    }
}

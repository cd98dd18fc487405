using System.Diagnostics.CodeAnalysis;

namespace CephActors.Session;

/// <summary>Opening a session, and what ends the open state in good order.</summary>
internal sealed partial class SessionMachine
{
    private ulong _agreed;

    private void OnSequence(ulong peerInSeq)
    {
        Queues.DiscardRequeuedUpTo(peerInSeq);
        if (State is SessionState.Connecting)
        {
            Emit(new SessionEffect.Write(EncodeSequence(Queues.InSeq)));
            Establish();
        }
        else
        {
            Open(raise: null);
        }
    }

    private void Open(SessionEvent? raise)
    {
        Enter(SessionState.Open);
        _onceReady = true;
        PeerReset = false;
        _backoff = TimeSpan.Zero;
        _authorizer = null;
        Agree();
        Emit(new SessionEffect.StopTimer(SessionTimer.Ready));
        if (_context.IdleTimeout > TimeSpan.Zero)
            Emit(new SessionEffect.StartTimer(SessionTimer.Idle, _context.IdleTimeout));
        Report(SessionLogLines.Opened, ConnectSeq, Queues.InSeq, Queues.OutSeq, Policy.Lossy ? "lossy" : "lossless", $"{_agreed:x16}");
        if (raise is { } code)
            Emit(new SessionEffect.Raise(code, string.Empty));
        Emit(new SessionEffect.Opened(Terms));
    }

    [MemberNotNull(nameof(Terms))]
    private void Agree()
    {
        var signs = _context.SignMessages && CephFeatures.HasFeature(_agreed, CephFeatures.MsgAuth);
        Terms = new SessionTerms(_agreed, Policy, signs ? _sessionKey : null);
    }

    /// <summary>The peer closes in good order; Ceph's AsyncMessenger stops the connection without an event.</summary>
    private void OnClose()
    {
        Report(SessionLogLines.Closed);
        Stop("closed by the peer", raise: null);
    }
}

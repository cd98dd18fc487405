namespace CephActors.Session;

/// <summary>Sockets that come in, and the peer table.</summary>
internal sealed partial class SessionMachine
{
    private IncomingRequest? _request;

    private void OnAccepted(SessionInput.SocketAccepted accepted)
    {
        Incarnation = accepted.Incarnation;
        RemoteSocket = accepted.RemoteSocket;
        Enter(SessionState.Accepting, HandshakeStep.Banner);
        Emit(new SessionEffect.StartTimer(SessionTimer.Ready, _context.ReadyTimeout));
        Begin(_protocol.Accept(this));
    }

    private void Begin(SocketHandshake handshake)
    {
        _handshake = handshake;
        handshake.Begin();
    }

    private void LookUp() => Emit(new SessionEffect.LookUp(_request!, Register: Acceptor.OpensIfAlone));

    private void OnExistingAnswered(AcceptDecision decision)
    {
        if (decision.TakesSocket)
            Stop("socket handed to the existing session", SessionEvent.Reset); // nothing of this one is left
        else if (decision.Verdict is AcceptVerdict.Open or AcceptVerdict.ReplaceLossy)
            LookUp(); // the address is free now: ask for it again
        else
            Acceptor.OnDeclined(decision);
    }

    /// <summary>The handshake of a session that accepts.</summary>
    private IAcceptorHandshake Acceptor => (IAcceptorHandshake)_handshake!;
}

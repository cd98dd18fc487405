namespace CephActors.Session;

/// <summary>Sockets that are dialled.</summary>
internal sealed partial class SessionMachine
{
    private void RequestConnect()
    {
        if (State is SessionState.Standby && !Policy.Server)
            Redial(opened: false);
        else if (State is SessionState.None)
            Dial();
    }

    private void Redial(bool opened)
    {
        ConnectSeq = _protocol.NextConnectSeq(ConnectSeq, opened);
        Dial();
    }

    private void Dial()
    {
        GlobalSeq = _context.GlobalSeq.Next();
        Incarnation++;
        Enter(SessionState.Connecting, HandshakeStep.Dialing);
        Emit(new SessionEffect.Dial(Incarnation, _protocol.TargetOf(PeerAddresses)));
    }

    private void OnConnected()
    {
        Emit(new SessionEffect.StartTimer(SessionTimer.Ready, _context.ReadyTimeout));
        Begin(_protocol.Connect(this));
    }

    /// <summary>The peer wants its own connection to win the race.</summary>
    private void GiveWay()
    {
        Enter(SessionState.Wait);
        Fault("peer's own connection wins the race", ReportLevel.Debug);
    }
}

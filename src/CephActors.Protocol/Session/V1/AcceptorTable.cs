namespace CephActors.Session.V1;

/// <summary>What the table looks at in the existing session.</summary>
internal readonly record struct ExistingSession(
    SessionState State,
    bool Replacing,
    ulong ConnectSeq,
    ulong PeerGlobalSeq,
    bool Lossy,
    bool Server,
    bool ResetCheck);

/// <summary>
/// The acceptor's decision when a connection of the same peer exists already. First match wins.
/// Ceph: <c>ProtocolV1::handle_connect_message_2</c>.
/// </summary>
/// <remarks>
/// <code>
///  1  existing is closed                                        open
///  2  existing is being replaced                                RETRY_GLOBAL(peer_global_seq)
///  3  global_seq below the one held                             RETRY_GLOBAL(peer_global_seq)
///  4  existing is lossy                                         replace: it dies, a new one opens
///  5  connect_seq 0, existing above                             replace, after a reset of the peer
///  6  connect_seq below                                         RETRY_SESSION(own + 1)
///  7  equal, open or standby, both 0 and resetcheck             replace
///  8  equal, open or standby                                    RETRY_SESSION(own + 1)
///  9  equal, race: peer's address below, we serve, or accepting replace
/// 10  equal, race, otherwise                                    WAIT
/// 11  connect_seq above, existing 0, resetcheck                 RESETSESSION
/// 12  connect_seq above                                         replace
/// </code>
/// </remarks>
internal static class AcceptorTable
{
    /// <param name="existing">The session that holds the peer's address.</param>
    /// <param name="connectSeq">connect_seq of the request.</param>
    /// <param name="globalSeq">global_seq of the request.</param>
    /// <param name="peerIsBelow">The peer's address sorts before ours.</param>
    public static AcceptDecision Decide(in ExistingSession existing, ulong connectSeq, ulong globalSeq, bool peerIsBelow)
    {
        if (existing.State is SessionState.Closed)
            return new(AcceptVerdict.Open, 0, 1);
        if (existing.Replacing)
            return new(AcceptVerdict.RetryGlobal, existing.PeerGlobalSeq, 2);
        if (globalSeq < existing.PeerGlobalSeq)
            return new(AcceptVerdict.RetryGlobal, existing.PeerGlobalSeq, 3);
        if (existing.Lossy)
            return new(AcceptVerdict.ReplaceLossy, 0, 4);
        if (connectSeq == 0 && existing.ConnectSeq > 0)
            return new(AcceptVerdict.ReplaceAfterReset, 0, 5);
        if (connectSeq < existing.ConnectSeq)
            return new(AcceptVerdict.RetrySession, existing.ConnectSeq + 1, 6);
        return connectSeq == existing.ConnectSeq
            ? DecideEqual(existing, peerIsBelow)
            : DecideAhead(existing);
    }

    private static AcceptDecision DecideEqual(in ExistingSession existing, bool peerIsBelow)
    {
        if (existing.State is SessionState.Open or SessionState.Standby)
            return existing is { ResetCheck: true, ConnectSeq: 0 }
                ? new(AcceptVerdict.Replace, 0, 7)
                : new(AcceptVerdict.RetrySession, existing.ConnectSeq + 1, 8);

        // An existing session that is itself accepting holds a socket the same peer has given up: there is no attempt of
        // ours that could win.
        return peerIsBelow || existing.Server || existing.State is SessionState.Accepting
            ? new(AcceptVerdict.Replace, 0, 9)
            : new(AcceptVerdict.Wait, 0, 10);
    }

    private static AcceptDecision DecideAhead(in ExistingSession existing) =>
        existing is { ConnectSeq: 0, ResetCheck: true }
            ? new(AcceptVerdict.ResetSession, 0, 11)
            : new(AcceptVerdict.Replace, 0, 12);
}

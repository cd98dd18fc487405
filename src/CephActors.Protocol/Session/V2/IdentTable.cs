namespace CephActors.Session.V2;

/// <summary>
/// The acceptor's decision on CLIENT_IDENT when a connection of the same peer exists already. First match wins.
/// Ceph: <c>ProtocolV2::handle_existing_connection</c>.
/// </summary>
/// <remarks>
/// <code>
///  1  existing is closed                                         SERVER_IDENT
///  2  existing is being replaced                                 WAIT
///  3  global_seq below the one held                              the asking connection is stale and closed
///  4  existing is lossy                                          it dies, a new one opens
///  5  existing in session, under another cookie                  replace, after a reset of the peer
///  6  the same cookie: SERVER_IDENT did not arrive               replace
///  7  existing is open or in standby                             replace
///  8  race: peer's address below, we serve, or accepting         replace
///  9  race, otherwise                                            WAIT
/// </code>
/// </remarks>
internal static class IdentTable
{
    /// <param name="existing">The session that holds the peer's address.</param>
    /// <param name="globalSeq">global_seq of the ident.</param>
    /// <param name="cookie">The client cookie of the ident.</param>
    /// <param name="peerIsBelow">The peer's v2 address sorts before ours.</param>
    public static AcceptDecision Decide(in ExistingSession existing, ulong globalSeq, ulong cookie, bool peerIsBelow)
    {
        if (existing.State is SessionState.Closed)
            return new(AcceptVerdict.Open, 0, 1);
        if (existing.Replacing)
            return new(AcceptVerdict.Wait, 0, 2);
        if (existing.PeerGlobalSeq > globalSeq)
            return new(AcceptVerdict.Stale, existing.PeerGlobalSeq, 3);
        if (existing.Lossy)
            return new(AcceptVerdict.ReplaceLossy, 0, 4);

        // Also where a peer that wanted to be lossy has no cookie: Ceph lets such a one start anew without a word (row 7).
        if (existing.ServerCookie != 0 && (existing.ClientCookie != cookie || cookie == 0))
            return new(AcceptVerdict.ReplaceAfterReset, 0, 5);
        if (existing.ClientCookie == cookie)
            return new(AcceptVerdict.Replace, 0, 6);
        if (existing.State is SessionState.Open or SessionState.Standby)
            return new(AcceptVerdict.Replace, 0, 7);

        // An existing session that is itself accepting holds a socket the same peer has given up: there is no attempt of
        // ours that could win.
        return peerIsBelow || existing.Server || existing.State is SessionState.Accepting
            ? new(AcceptVerdict.Replace, 0, 8)
            : new(AcceptVerdict.Wait, 0, 9);
    }
}

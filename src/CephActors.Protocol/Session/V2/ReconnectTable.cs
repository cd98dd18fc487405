using CephActors.Framing.V2;

namespace CephActors.Session.V2;

/// <summary>
/// The acceptor's decision on SESSION_RECONNECT when a connection of the same peer exists. First match wins.
/// Ceph: <c>ProtocolV2::handle_reconnect</c>, which does not look at the server cookie of the request either.
/// </summary>
/// <remarks>
/// <code>
///  1  existing is closed                                         as if there were none: SESSION_RESET(full)
///  2  existing is being replaced                                 SESSION_RETRY_GLOBAL(peer_global_seq)
///  3  another client cookie, or none and no session here either,
///     or existing is lossy                                       SESSION_RESET(full if resetcheck)
///  4  existing has no server cookie: SERVER_IDENT did not arrive SESSION_RESET(not full)
///  5  global_seq below the one held                              SESSION_RETRY_GLOBAL(peer_global_seq)
///  6  connect_seq below                                          SESSION_RETRY(connect_seq)
///  7  equal, race: peer's address above, and we do not serve     WAIT
///  8  otherwise                                                  replace
/// </code>
/// </remarks>
internal static class ReconnectTable
{
    /// <param name="existing">The session that holds the peer's address.</param>
    /// <param name="asked">What the peer wants to go on with.</param>
    /// <param name="peerIsAbove">The peer's v2 address sorts behind ours.</param>
    public static AcceptDecision Decide(in ExistingSession existing, SessionReconnect asked, bool peerIsAbove)
    {
        if (existing.State is SessionState.Closed)
            return new(AcceptVerdict.Open, 0, 1);
        if (existing.Replacing)
            return new(AcceptVerdict.RetryGlobal, existing.PeerGlobalSeq, 2);

        // Ceph looks at the cookie alone: a session that was begun without one would be taken for the attempt that has none yet,
        // and one made disposable meanwhile would go on although it kept nothing.
        if (existing.Lossy || existing.ClientCookie != asked.ClientCookie || (asked.ClientCookie == 0 && existing.ServerCookie == 0))
            return new(existing.ResetCheck ? AcceptVerdict.ResetSession : AcceptVerdict.RestartSession, 0, 3);
        if (existing.ServerCookie == 0)
            return new(AcceptVerdict.RestartSession, 0, 4);
        if (existing.PeerGlobalSeq > asked.GlobalSeq)
            return new(AcceptVerdict.RetryGlobal, existing.PeerGlobalSeq, 5);
        if (existing.ConnectSeq > asked.ConnectSeq)
            return new(AcceptVerdict.RetrySession, existing.ConnectSeq, 6);
        return existing.ConnectSeq == asked.ConnectSeq && peerIsAbove && !existing.Server
            ? new(AcceptVerdict.Wait, 0, 7)
            : new(AcceptVerdict.Replace, 0, 8);
    }
}

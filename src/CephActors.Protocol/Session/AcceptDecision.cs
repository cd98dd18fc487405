namespace CephActors.Session;

/// <summary>How an existing session answers a peer that came in on another socket.</summary>
internal enum AcceptVerdict : byte
{
    /// <summary>Nothing stands in the way: open.</summary>
    Open,

    /// <summary>Have the peer ask again with a global_seq above <see cref="AcceptDecision.Seq"/>.</summary>
    RetryGlobal,

    /// <summary>Have the peer ask again with the connect_seq that <see cref="AcceptDecision.Seq"/> leads to.</summary>
    RetrySession,

    /// <summary>Have the peer start a new session and forget the old one.</summary>
    ResetSession,

    /// <summary>Have the peer start a new session with what it holds (v2 only).</summary>
    RestartSession,

    /// <summary>The attempt is older than one seen before: close its socket (v2 only).</summary>
    Stale,

    /// <summary>Have the peer wait; the existing attempt goes on.</summary>
    Wait,

    /// <summary>The existing session takes the new socket.</summary>
    Replace,

    /// <summary>As <see cref="Replace"/>, by a peer that lost its session.</summary>
    ReplaceAfterReset,

    /// <summary>The existing session is lossy: it dies, and a new one opens.</summary>
    ReplaceLossy,
}

/// <summary>A verdict, the number that goes with it, and the row of the table that gave it.</summary>
internal readonly record struct AcceptDecision(AcceptVerdict Verdict, ulong Seq, int Row)
{
    /// <summary>The existing session takes the socket it was asked about.</summary>
    public bool TakesSocket => Verdict is AcceptVerdict.Replace or AcceptVerdict.ReplaceAfterReset;
}

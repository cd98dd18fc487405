namespace CephActors;

/// <summary>Why a request has no answer.</summary>
public enum AskFailure
{
    /// <summary>The connection holds as much as <c>ceph.messenger.out-queue</c> allows: the request was not sent.</summary>
    QueueFull,

    /// <summary>The connection was closed before, or was marked down meanwhile. In the second case the peer may have dealt with the request.</summary>
    Closed,

    /// <summary>No answer came in time. The request is not taken back: the peer may deal with it yet.</summary>
    Timeout,

    /// <summary>The connection has died, see <see cref="ConnectionReset"/>: the peer may have dealt with the request.</summary>
    Reset,

    /// <summary>The peer has forgotten the session, see <see cref="ConnectionRemoteReset"/>: it may have dealt with the request before that.</summary>
    RemoteReset,

    /// <summary>The answer is not of the type asked for, or damaged.</summary>
    Unreadable,
}

namespace CephActors.Session;

/// <summary>Where a session stands; the handshake's own position is <see cref="HandshakeStep"/>.</summary>
internal enum SessionState : byte
{
    /// <summary>Created, nothing asked of it yet.</summary>
    None,

    /// <summary>This side dials: backoff, TCP connect or connector handshake.</summary>
    Connecting,

    /// <summary>A socket of the peer's is in the acceptor handshake, of a new session or of one being replaced.</summary>
    Accepting,

    /// <summary>Messages flow.</summary>
    Open,

    /// <summary>No socket; waits for something to send, or, with a server policy, for the peer.</summary>
    Standby,

    /// <summary>The peer answered WAIT: its own connection is expected to arrive.</summary>
    Wait,

    /// <summary>Finished for good.</summary>
    Closed,
}

/// <summary>The step inside <see cref="SessionState.Connecting"/> or <see cref="SessionState.Accepting"/>.</summary>
internal enum HandshakeStep : byte
{
    /// <summary>No handshake under way.</summary>
    None,

    /// <summary>Connector: waiting to dial again.</summary>
    Backoff,

    /// <summary>Connector: the TCP connect is under way.</summary>
    Dialing,

    /// <summary>v1, connector: the own banner is being sent.</summary>
    Greeting,

    /// <summary>The peer's banner is awaited; over v1 with its address.</summary>
    Banner,

    /// <summary>v2: the peer's HELLO is awaited.</summary>
    Hello,

    /// <summary>v2: frames of the authentication go to and fro.</summary>
    Auth,

    /// <summary>v2: the peer's signature is awaited.</summary>
    Signature,

    /// <summary>v2, connector: CLIENT_IDENT sent, answer awaited. Acceptor: CLIENT_IDENT or SESSION_RECONNECT awaited.</summary>
    Ident,

    /// <summary>v2, connector: SESSION_RECONNECT sent, answer awaited.</summary>
    Reconnect,

    /// <summary>v1, connector: connect sent, reply awaited. Acceptor: connect awaited.</summary>
    Connect,

    /// <summary>Acceptor: the peer table and an existing session are asked.</summary>
    Lookup,

    /// <summary>Acceptor: the answer that opens the session is being sent.</summary>
    Answer,

    /// <summary>v1: the peer's in_seq is awaited after tag SEQ.</summary>
    Sequence,
}

/// <summary>The timers a session asks its host for; at most one of each runs.</summary>
internal enum SessionTimer : byte
{
    /// <summary>Until the next dial.</summary>
    Backoff,

    /// <summary>Bounds a handshake (Ceph: <c>ms_connection_ready_timeout</c>).</summary>
    Ready,

    /// <summary>Bounds silence on an open session (Ceph: <c>ms_connection_idle_timeout</c>).</summary>
    Idle,
}

/// <summary>What dispatchers are told of a connection.</summary>
internal enum SessionEvent : byte
{
    /// <summary>The connector established the session, at first or again.</summary>
    Connect = 1,

    /// <summary>The acceptor established the session, at first or again.</summary>
    Accept = 2,

    /// <summary>The peer forgot the session; what was queued is gone, the connection lives on.</summary>
    RemoteReset = 3,

    /// <summary>The connection is dead.</summary>
    Reset = 4,

    /// <summary>The peer's host refused the TCP connect.</summary>
    Refused = 5,
}

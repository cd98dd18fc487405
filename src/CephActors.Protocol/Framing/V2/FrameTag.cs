namespace CephActors.Framing.V2;

/// <summary>What a frame is. Ceph: <c>ceph::msgr::v2::Tag</c> in <c>src/msg/async/frames_v2.h</c>.</summary>
/// <remarks>17 and later also know COMPRESSION_REQUEST (21) and COMPRESSION_DONE (22), sent only where both banners offer compression; ours does not.</remarks>
internal enum FrameTag : byte
{
    /// <summary>Both: what I am, and your address as I see it.</summary>
    Hello = 1,

    /// <summary>Connector: how I would authenticate, and which modes I would use.</summary>
    AuthRequest = 2,

    /// <summary>Acceptor: not so; what would be allowed.</summary>
    AuthBadMethod = 3,

    /// <summary>Acceptor: the authentication goes on.</summary>
    AuthReplyMore = 4,

    /// <summary>Connector: the answer to that.</summary>
    AuthRequestMore = 5,

    /// <summary>Acceptor: authenticated; the mode of the connection. The last frame before it takes effect.</summary>
    AuthDone = 6,

    /// <summary>Both: proof that nobody changed what was said so far.</summary>
    AuthSignature = 7,

    /// <summary>Connector: a new session, please.</summary>
    ClientIdent = 8,

    /// <summary>Acceptor: it is open.</summary>
    ServerIdent = 9,

    /// <summary>Acceptor: required features are missing.</summary>
    IdentMissingFeatures = 10,

    /// <summary>Connector: an old session goes on.</summary>
    SessionReconnect = 11,

    /// <summary>Acceptor: there is no such session here.</summary>
    SessionReset = 12,

    /// <summary>Acceptor: try again with a higher connect_seq.</summary>
    SessionRetry = 13,

    /// <summary>Acceptor: try again with a higher global_seq.</summary>
    SessionRetryGlobal = 14,

    /// <summary>Acceptor: the session goes on.</summary>
    SessionReconnectOk = 15,

    /// <summary>Acceptor: both sides connected at once; wait for the other connection.</summary>
    Wait = 16,

    /// <summary>A message.</summary>
    Message = 17,

    /// <summary>A sign of life, with the sender's time.</summary>
    Keepalive2 = 18,

    /// <summary>The answer to it, with the same time.</summary>
    Keepalive2Ack = 19,

    /// <summary>Receipt of all messages up to a sequence number.</summary>
    Ack = 20,
}

namespace CephActors.Framing.V1;

/// <summary>The byte that says what follows. Ceph: <c>CEPH_MSGR_TAG_*</c> in <c>src/include/msgr.h</c>.</summary>
internal enum MessengerTag : byte
{
    /// <summary>Answer: the session is open.</summary>
    Ready = 1,

    /// <summary>Answer: there is no such session here; forget it and begin with connect_seq 0.</summary>
    ResetSession = 2,

    /// <summary>Answer: both sides connected at once; wait for the other connection.</summary>
    Wait = 3,

    /// <summary>Answer: try again with the connect_seq of this answer.</summary>
    RetrySession = 4,

    /// <summary>Answer: try again with a global_seq above that of this answer.</summary>
    RetryGlobal = 5,

    /// <summary>The session is closed.</summary>
    Close = 6,

    /// <summary>A message follows.</summary>
    Message = 7,

    /// <summary>A sequence number follows: everything up to it was received.</summary>
    Ack = 8,

    /// <summary>A sign of life that is not answered.</summary>
    Keepalive = 9,

    /// <summary>Answer: the protocol versions differ.</summary>
    BadProtocolVersion = 10,

    /// <summary>Answer: the authorizer was not accepted.</summary>
    BadAuthorizer = 11,

    /// <summary>Answer: required features are missing.</summary>
    Features = 12,

    /// <summary>Answer: the session is open once both sides have told the last sequence number they received.</summary>
    Sequence = 13,

    /// <summary>A sign of life; the sender's time follows.</summary>
    Keepalive2 = 14,

    /// <summary>The answer to it; the same time follows.</summary>
    Keepalive2Ack = 15,

    /// <summary>Answer: a challenge follows; connect again with an authorizer that meets it.</summary>
    ChallengeAuthorizer = 16,
}

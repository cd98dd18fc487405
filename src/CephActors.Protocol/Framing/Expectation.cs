namespace CephActors.Framing;

/// <summary>What the session lets the peer say next.</summary>
internal enum Expectation
{
    /// <summary>Nothing yet: the decoder pauses.</summary>
    Nothing,

    /// <summary>v1: banner and both addresses from the accepting side.</summary>
    ServerHello,

    /// <summary>v1: banner and address from the connecting side.</summary>
    ClientHello,

    /// <summary>v1: a connect with its authorizer.</summary>
    Connect,

    /// <summary>v1: a connect reply with its authorizer.</summary>
    ConnectReply,

    /// <summary>v1: the last sequence number the peer received.</summary>
    Sequence,

    /// <summary>v2: the banner.</summary>
    Banner,

    /// <summary>v2: one frame of the handshake, whichever.</summary>
    Handshake,

    /// <summary>Messages, acks and keepalives, without further pauses.</summary>
    Messages,
}

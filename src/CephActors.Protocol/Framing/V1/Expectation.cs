namespace CephActors.Framing.V1;

/// <summary>What the session lets the peer say next.</summary>
internal enum Expectation
{
    /// <summary>Nothing yet: the decoder pauses.</summary>
    Nothing,

    /// <summary>Banner and both addresses from the accepting side.</summary>
    ServerHello,

    /// <summary>Banner and address from the connecting side.</summary>
    ClientHello,

    /// <summary>A connect with its authorizer.</summary>
    Connect,

    /// <summary>A connect reply with its authorizer.</summary>
    ConnectReply,

    /// <summary>The last sequence number the peer received.</summary>
    Sequence,

    /// <summary>Messages, acks and keepalives, without further pauses.</summary>
    Messages,
}

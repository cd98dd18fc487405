namespace CephActors.Streams;

/// <summary>How a socket came to its end.</summary>
internal enum SocketEndKind
{
    /// <summary>The peer sent its FIN between two frames.</summary>
    PeerClosed,

    /// <summary>Nobody listens at the address dialled.</summary>
    Refused,

    /// <summary>The network, the system or a stage failed.</summary>
    Failed,

    /// <summary>The peer broke the protocol; the error says how.</summary>
    Invalid,

    /// <summary>It was aborted from this side.</summary>
    Aborted,

    /// <summary>It was closed from this side, and everything written before was sent.</summary>
    Closed,
}

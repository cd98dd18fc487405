namespace CephActors.Framing;

/// <summary>What a frame is.</summary>
internal enum FrameKind : byte
{
    /// <summary>Banner and addresses of the accepting side.</summary>
    ServerHello,

    /// <summary>Banner and address of the connecting side.</summary>
    ClientHello,

    /// <summary>The connecting side's request for a session.</summary>
    Connect,

    /// <summary>The accepting side's answer to it.</summary>
    ConnectReply,

    /// <summary>The highest sequence number received, exchanged once before a session opens.</summary>
    Sequence,

    /// <summary>Protocol v2: the banner of either side.</summary>
    Banner,

    /// <summary>Protocol v2: a frame of the handshake; its payload says which.</summary>
    Handshake,

    /// <summary>A message.</summary>
    Message,

    /// <summary>Receipt of all messages up to a sequence number.</summary>
    Ack,

    /// <summary>A sign of life that is not answered.</summary>
    Keepalive,

    /// <summary>A sign of life with the sender's clock.</summary>
    Keepalive2,

    /// <summary>The answer to it, with the same time.</summary>
    Keepalive2Ack,

    /// <summary>The peer closes the session.</summary>
    Close,

    /// <summary>Outgoing only: bytes that were encoded before.</summary>
    Raw,

    /// <summary>Outgoing only, no bytes: what is settled about the frames from here on.</summary>
    Configure,
}

namespace CephActors.Framing;

/// <summary>What an element of a recorded stream is; finer than frames, which may hold several.</summary>
internal enum ElementKind : byte
{
    Banner,
    Address,
    Connect,
    ConnectReply,
    Authorizer,
    Sequence,
    Handshake,
    Message,
    Ack,
    Keepalive,
    Keepalive2,
    Keepalive2Ack,
    Close,
    Encrypted,
}

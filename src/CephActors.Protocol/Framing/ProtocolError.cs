namespace CephActors.Framing;

/// <summary>The ways in which a peer's bytes can be wrong. The list is closed.</summary>
internal enum ProtocolError
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The stream does not begin with the protocol's banner.</summary>
    BadBanner,

    /// <summary>An address in the handshake has another form than the protocol allows.</summary>
    BadAddress,

    /// <summary>The entity type is no number an entity type can have.</summary>
    BadEntityType,

    /// <summary>The tag means nothing where it stands.</summary>
    UnknownTag,

    /// <summary>The announced front is longer than the limit.</summary>
    FrontTooLong,

    /// <summary>The announced middle is longer than the limit.</summary>
    MiddleTooLong,

    /// <summary>The announced data is longer than the limit.</summary>
    DataTooLong,

    /// <summary>The announced authorizer, or the reply to one, is longer than the limit.</summary>
    AuthorizerTooLong,

    /// <summary>The checksum of a message header is wrong.</summary>
    HeaderCrc,

    /// <summary>The checksum of a front is wrong.</summary>
    FrontCrc,

    /// <summary>The checksum of a middle is wrong.</summary>
    MiddleCrc,

    /// <summary>The checksum of the data is wrong.</summary>
    DataCrc,

    /// <summary>The sender gave the message up half way: its footer is not marked complete.</summary>
    Aborted,

    /// <summary>The signature of a message is wrong or missing.</summary>
    BadSignature,

    /// <summary>The checksum of a frame's preamble is wrong.</summary>
    PreambleCrc,

    /// <summary>The preamble describes no frame that exists.</summary>
    BadPreamble,

    /// <summary>A frame that is no message is longer than the limit.</summary>
    FrameTooLong,

    /// <summary>The checksum of a frame that is no message is wrong.</summary>
    PayloadCrc,

    /// <summary>The fields of a frame cannot be read.</summary>
    BadPayload,

    /// <summary>What closes a frame is neither complete nor aborted.</summary>
    BadEpilogue,

    /// <summary>An encrypted frame is not what the peer encrypted as its next one.</summary>
    NotAuthentic,

    /// <summary>The stream ended inside a frame.</summary>
    Truncated,

    /// <summary>Bytes arrived when the peer had to wait for an answer.</summary>
    Unexpected,
}

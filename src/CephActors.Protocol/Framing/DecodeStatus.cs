namespace CephActors.Framing;

/// <summary>What one attempt to read a frame came to.</summary>
internal enum DecodeStatus
{
    /// <summary>A whole frame was read.</summary>
    Done,

    /// <summary>All input was taken; the frame goes on in bytes that have not arrived yet.</summary>
    NeedMore,

    /// <summary>The peer broke the protocol. Final: the decoder reads nothing more.</summary>
    Invalid,

    /// <summary>What follows depends on the session, which has not said yet what it expects. Input is left untouched.</summary>
    Paused,

    /// <summary>The receive gate refused the message whose header was read last; to be tried again when the gate opens.</summary>
    Blocked,
}

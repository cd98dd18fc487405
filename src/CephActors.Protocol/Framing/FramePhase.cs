namespace CephActors.Framing;

/// <summary>Something a handshake has settled about the frames that follow.</summary>
/// <param name="Gate">Asked before memory is reserved for a received message; null lets everything in. Without meaning for a writer, and before a session is open.</param>
internal abstract record FramePhase(IReceiveGate? Gate = null);

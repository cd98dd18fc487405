namespace CephActors.Framing;

/// <summary>Both directions of one connection, taken apart.</summary>
/// <param name="Elements">Every element: those of the handshake in the order both sides spoke, then each side's messages in its own order.</param>
/// <param name="ClientError">Why the connecting side's stream could not be read to its end, if so.</param>
/// <param name="ServerError">The same for the accepting side.</param>
/// <param name="Features">The agreed features; null if no session was opened.</param>
internal sealed record Conversation(
    IReadOnlyList<ConversationElement> Elements, FrameError? ClientError, FrameError? ServerError, ulong? Features);

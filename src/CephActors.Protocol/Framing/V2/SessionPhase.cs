namespace CephActors.Framing.V2;

/// <summary>Settled when a session opens: who the messages come from. Told with the expectation of messages; a writer needs nothing of it.</summary>
/// <param name="Peer">The name the peer proved, or told; its messages carry none.</param>
/// <param name="Gate">See <see cref="FramePhase.Gate"/>.</param>
internal sealed record SessionPhase(EntityName Peer, IReceiveGate? Gate = null) : FramePhase(Gate);

using CephActors.Framing.V1;

namespace CephActors.Framing;

/// <summary>What the handshake settled about the messages that follow.</summary>
/// <param name="MsgAuth">Whether the agreed features contain MSG_AUTH: footers have room for a signature, used or not.</param>
/// <param name="Signer">Signs and verifies messages; null where there is no session key or signing is switched off.</param>
/// <param name="Gate">Asked before memory is reserved for a received message; null lets everything in. Without meaning for a writer.</param>
internal sealed record MessagePhase(bool MsgAuth, MessageSigner? Signer = null, IReceiveGate? Gate = null);

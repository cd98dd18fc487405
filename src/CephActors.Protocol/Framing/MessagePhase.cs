using CephActors.Framing.V1;

namespace CephActors.Framing;

/// <summary>What the handshake of protocol v1 settled about the messages that follow.</summary>
/// <param name="MsgAuth">Whether the agreed features contain MSG_AUTH: footers have room for a signature, used or not.</param>
/// <param name="Signer">Signs and verifies messages; null where there is no session key or signing is switched off.</param>
/// <param name="Gate">See <see cref="FramePhase.Gate"/>.</param>
internal sealed record MessagePhase(bool MsgAuth, MessageSigner? Signer = null, IReceiveGate? Gate = null) : FramePhase(Gate);

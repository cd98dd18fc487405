using CephActors.Auth.Cephx;

namespace CephActors.Auth;

/// <summary>A monitor's answer to one step of a client's authentication.</summary>
/// <param name="Errno">0, or a positive errno of a refusal.</param>
/// <param name="IsDone">Whether the client is authenticated by this step.</param>
/// <param name="Payload">Bytes for the client.</param>
/// <param name="SessionKey">The session key of the AUTH ticket just issued; null with method none.</param>
/// <param name="Caps">What the client may do with the monitor, once it is authenticated.</param>
/// <param name="Reason">Why it was refused, without any secret.</param>
internal readonly record struct MonAuthAnswer(int Errno, bool IsDone, byte[] Payload, CryptoKey? SessionKey, CapsInfo? Caps, string? Reason)
{
    public static MonAuthAnswer More(byte[] payload) => new(0, false, payload, null, null, null);

    public static MonAuthAnswer Done(byte[] payload, CryptoKey? sessionKey, CapsInfo caps) => new(0, true, payload, sessionKey, caps, null);

    public static MonAuthAnswer Refuse(int errno, string reason) => new(errno, false, [], null, null, reason);
}

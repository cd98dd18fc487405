namespace CephActors.Framing.V1;

/// <summary>The only address form that the handshake carries.</summary>
internal static class LegacyAddress
{
    /// <summary>Its length in bytes: type, nonce and a whole <c>sockaddr_storage</c>.</summary>
    public const int WireSize = 136;
}

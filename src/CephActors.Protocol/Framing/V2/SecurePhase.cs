namespace CephActors.Framing.V2;

/// <summary>
/// Settled by AUTH_DONE: frames are encrypted from here on. Told with the AUTH_SIGNATURE that is expected, and configured right before the own one;
/// once for either direction of a socket. Ceph: <c>src/msg/async/crypto_onwire.cc</c>, <c>rxtx_t::create_handler_pair</c>.
/// </summary>
internal sealed record SecurePhase : FramePhase
{
    private const int KeySize = 16;

    private readonly byte[] _secret;
    private readonly bool _connector;

    private SecurePhase(byte[] secret, bool connector) => (_secret, _connector) = (secret, connector);

    /// <summary>Bytes of a connection secret that are used.</summary>
    public const int SecretSize = KeySize + (2 * NonceSize);

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceSize = 12;

    /// <summary>The key of both directions.</summary>
    public ReadOnlySpan<byte> Key => _secret.AsSpan(0, KeySize);

    /// <summary>The first nonce of what is received.</summary>
    public ReadOnlySpan<byte> ReceiveNonce => Nonce(first: _connector);

    /// <summary>The first nonce of what is sent.</summary>
    public ReadOnlySpan<byte> SendNonce => Nonce(first: !_connector);

    /// <summary>Takes key and nonces from a connection secret; null if it is too short to hold them.</summary>
    /// <param name="secret">What the acceptor made for this connection, as AUTH_DONE or the authorizer's reply has it.</param>
    /// <param name="connector">Whether this side opened the connection.</param>
    public static SecurePhase? FromSecret(ReadOnlySpan<byte> secret, bool connector) =>
        secret.Length < SecretSize ? null : new SecurePhase(secret[..SecretSize].ToArray(), connector);

    /// <summary>Tells nothing of the secret.</summary>
    public override string ToString() => nameof(SecurePhase);

    private ReadOnlySpan<byte> Nonce(bool first) => _secret.AsSpan(first ? KeySize : KeySize + NonceSize, NonceSize);
}

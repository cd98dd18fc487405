namespace CephActors.Auth;

/// <summary>What protects a protocol 2 connection.</summary>
/// <param name="SessionKey">Signs the handshake.</param>
/// <param name="Secret">The connection secret; empty in crc mode.</param>
internal sealed record ConnectionKeys(CryptoKey SessionKey, ReadOnlyMemory<byte> Secret);

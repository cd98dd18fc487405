namespace CephActors.Auth;

/// <summary>What both ends of a protocol 2 connection share when its authentication is done.</summary>
/// <param name="GlobalId">The connecting side's identity in the cluster.</param>
/// <param name="Mode">How frames are protected from now on.</param>
/// <param name="SessionKey">Signs the handshake; null with method none.</param>
/// <param name="ConnectionSecret">Keys and nonces of secure mode, <see cref="Cephx.ConnectionSecret.Size"/> bytes; empty in crc mode.</param>
internal sealed record AuthResult(ulong GlobalId, ConnectionMode Mode, CryptoKey? SessionKey, ReadOnlyMemory<byte> ConnectionSecret);

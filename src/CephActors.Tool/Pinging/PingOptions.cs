namespace CephActors.Tool.Pinging;

/// <summary>Whom to ping and how.</summary>
/// <param name="Address">The peer's address, nonce included.</param>
/// <param name="PeerType">What kind of peer it is; null to find out by trying.</param>
/// <param name="Count">How many pings to send.</param>
/// <param name="Size">Bytes of data in each.</param>
/// <param name="Interval">From an answer to the next ping.</param>
/// <param name="Timeout">A ping, or the connect, not answered in this time is lost.</param>
internal sealed record PingOptions(EntityAddress Address, EntityType? PeerType, int Count, int Size, TimeSpan Interval, TimeSpan Timeout);

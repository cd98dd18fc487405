namespace CephActors.Tool.Watching;

/// <summary>Whom to watch and how.</summary>
/// <param name="Address">Its address.</param>
/// <param name="PeerType">What kind of peer it is; null finds out by trying.</param>
/// <param name="Interval">From one look to the next.</param>
/// <param name="Timeout">How long to wait for a session, and for an answer.</param>
/// <param name="Verbose">Log everything.</param>
internal sealed record WatchOptions(EntityAddress Address, EntityType? PeerType, TimeSpan Interval, TimeSpan Timeout, bool Verbose);

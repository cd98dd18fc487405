namespace CephActors.TestKit;

/// <summary>What one direction between two ends of the network is like now.</summary>
/// <param name="Blocked">Nothing arrives; what was sent waits.</param>
/// <param name="Delay">How long a segment is on its way.</param>
internal readonly record struct LinkState(bool Blocked, TimeSpan Delay);

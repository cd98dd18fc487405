namespace CephActors.Tool.Demo;

/// <summary>How long traffic is to hold.</summary>
/// <param name="Duration">For how long messages are sent.</param>
/// <param name="CutsPerMinute">How often a socket is cut.</param>
/// <param name="Seed">Chooses sizes, priorities, contents and the ends that are cut.</param>
/// <param name="Verbose">Whether the messengers log what they do.</param>
internal sealed record SoakOptions(TimeSpan Duration, int CutsPerMinute, int Seed, bool Verbose = false);

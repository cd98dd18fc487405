namespace CephActors.Tool.Demo;

/// <summary>What is to be demonstrated.</summary>
/// <param name="Messages">Messages sent in each direction.</param>
/// <param name="Cuts">How often a socket is cut.</param>
/// <param name="Seed">Chooses sizes, priorities, contents and the moments of the cuts.</param>
/// <param name="Timeout">The longest the whole may take.</param>
/// <param name="Verbose">Whether the messengers log what they do.</param>
internal sealed record DemoOptions(int Messages, int Cuts, int Seed, TimeSpan Timeout, bool Verbose = false);

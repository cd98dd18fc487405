using System.Collections.Immutable;

namespace CephActors.Simulation;

/// <summary>Messages that one entity sends to another in one go.</summary>
/// <param name="At">When, in microseconds.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="Messages">How many.</param>
/// <param name="Priorities">Of how many priorities.</param>
/// <param name="LongestFront">Bytes in a message at most.</param>
/// <param name="Keepalive">A sign of life is asked for first.</param>
/// <param name="Reply">The receiver answers each on the connection it came by.</param>
internal sealed record Burst(
    long At, int From, int To, int Messages, int Priorities, int LongestFront, bool Keepalive = false, bool Reply = false);

/// <summary>
/// All that happens to a world from outside, drawn from its seed. Times are microseconds, sizes bytes. The first
/// <paramref name="Acceptors"/> entities accept, the others connect; among peers everybody does both.
/// </summary>
internal sealed record WorldPlan(
    ulong Seed,
    PolicyPair Pair,
    int Entities,
    int Acceptors,
    long Duration,
    WorldSettings Settings,
    ImmutableList<Burst> Bursts,
    ImmutableList<Fault> Faults);

/// <summary>How the network and the messengers of a world are set.</summary>
internal sealed record WorldSettings(
    long Latency,
    long Jitter,
    long Hop,
    long DispatchTime,
    int Window,
    int WriteFrames,
    long IdleTimeout,
    long ThrottleBytes,
    long ThrottleMessages,
    long PolicyBytes,
    long PolicyMessages);

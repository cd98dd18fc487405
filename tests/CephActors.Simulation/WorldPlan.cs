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
/// <param name="Anonymous">On a connection that is registered nowhere.</param>
internal sealed record Burst(
    long At, int From, int To, int Messages, int Priorities, int LongestFront, bool Keepalive = false, bool Reply = false, bool Anonymous = false);

/// <summary>
/// All that happens to a world from outside, drawn from its seed. Times are microseconds, sizes bytes. Where no
/// <paramref name="Types"/> are given the first <paramref name="Acceptors"/> entities accept and the others connect; among
/// peers everybody does both.
/// </summary>
internal sealed record WorldPlan(
    ulong Seed,
    PolicyPair Pair,
    int Entities,
    int Acceptors,
    long Duration,
    WorldSettings Settings,
    ImmutableList<Burst> Bursts,
    ImmutableList<Fault> Faults,
    ImmutableArray<EntityType> Types = default)
{
    /// <summary>Bytes in the longest message anybody sends.</summary>
    public int LongestFront => Bursts.IsEmpty ? 0 : Math.Max(50, Bursts.Max(b => b.LongestFront));
}

/// <summary>How the network and the messengers of a world are set; of the entities without a feature each is a bit.</summary>
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
    long PolicyMessages,
    long QueueMessages = 0,
    long QueueBytes = 0,
    bool Cephx = false,
    int WithoutReconnectSeq = 0,
    int WithoutMsgAuth = 0,
    long InitialBackoff = 200_000,
    long MaxBackoff = 15_000_000,
    long ReadyTimeout = 10_000_000,
    int SpeakV1 = -1,
    int SpeakV2 = 0,
    int WithoutRevision1 = 0)
{
    /// <summary>Whether an entity speaks protocol v1.</summary>
    public bool SpeaksV1(int entity) => (SpeakV1 & (1 << entity)) != 0;

    /// <summary>Whether an entity speaks protocol v2.</summary>
    public bool SpeaksV2(int entity) => (SpeakV2 & (1 << entity)) != 0;
}

using System.Collections.Immutable;

namespace CephActors.Simulation;

/// <summary>Draws a plan from a seed.</summary>
internal static class WorldPlanner
{
    private const long Second = 1_000_000;

    /// <param name="seed">What is drawn from.</param>
    /// <param name="pair">The policies; drawn too if left out.</param>
    /// <param name="version">Who speaks which protocol; drawn too if left out.</param>
    public static WorldPlan Draw(ulong seed, PolicyPair? pair = null, SimVersion? version = null)
    {
        var random = new SeededRandom(seed * 0x2545f4914f6cdd1d);
        var drawn = PolicyPair.All[random.Between(0, PolicyPair.All.Count - 1)];
        pair ??= drawn;
        var entities = random.Chance(60) ? 2 : random.Chance(60) ? 3 : random.Between(4, 6);
        var acceptors = entities == 2 || random.Chance(70) ? 1 : 2;
        if (pair.IsPeers)
            acceptors = entities;
        var types = pair.IsMixed ? DrawTypes(random, entities) : Cast.OfPair(entities, acceptors);
        var cast = new Cast(pair, types);
        var duration = random.Spread(Second / 100, 20 * Second);
        var settings = WithProtocols(DrawSettings(random, entities), new SeededRandom(seed ^ 0x9e3779b97f4a7c15), entities, version);
        var bursts = ImmutableList.CreateBuilder<Burst>();
        var count = random.Between(2, 6 + (2 * entities));
        for (var i = 0; i < count; i++)
            DrawBurst(random, cast, duration, bursts);
        var faults = ImmutableList.CreateBuilder<Fault>();
        count = random.Between(0, 8);
        // Half of the worlds know no restarts and no closing: there, nothing at all may be lost.
        var gentle = random.Chance(50);
        for (var i = 0; i < count; i++)
            faults.Add(DrawFault(random, entities, duration, gentle));
        return new WorldPlan(
            seed, pair, entities, acceptors, duration, settings, bursts.ToImmutable(), [.. faults.OrderBy(f => f.At)], types);
    }

    private static ImmutableArray<EntityType> DrawTypes(SeededRandom random, int entities)
    {
        var types = new EntityType[entities];
        for (var i = 0; i < entities; i++)
            types[i] = random.Pick(EntityType.Mon, EntityType.Osd, EntityType.Osd, EntityType.Mds, EntityType.Client);
        // Somebody has to be there to connect to.
        if (types[0] is EntityType.Client)
            types[0] = EntityType.Mds;
        return [.. types];
    }

    private static WorldSettings DrawSettings(SeededRandom random, int entities)
    {
        var tight = random.Chance(20);
        return new WorldSettings(
            Latency: random.Spread(50, 5_000),
            Jitter: random.Spread(10, 5_000),
            Hop: random.Chance(80) ? random.Spread(1, 50) : random.Spread(50, 20_000),
            DispatchTime: random.Chance(85) ? random.Spread(1, 1_000) : random.Spread(1_000, 200_000),
            Window: random.Chance(70) ? 65_536 : random.Between(1, 2_000),
            WriteFrames: random.Pick(1, 2, 4, 16, 256),
            IdleTimeout: random.Chance(80) ? 0 : random.Spread(8 * Second, 120 * Second),
            ThrottleBytes: tight ? random.Between(1, 4_000) : 100 << 20,
            ThrottleMessages: tight ? random.Between(1, 8) : 65_536,
            PolicyBytes: tight && random.Chance(50) ? random.Between(1, 4_000) : 0,
            PolicyMessages: tight && random.Chance(50) ? random.Between(1, 8) : 0,
            QueueMessages: random.Chance(10) ? random.Between(1, 20) : 0,
            QueueBytes: random.Chance(10) ? random.Between(1, 1_000) : 0,
            Cephx: random.Chance(15),
            WithoutReconnectSeq: random.Chance(5) ? random.Between(1, (1 << entities) - 1) : 0,
            WithoutMsgAuth: random.Chance(10) ? random.Between(1, (1 << entities) - 1) : 0,
            InitialBackoff: random.Chance(70) ? Second / 5 : random.Spread(1_000, Second),
            MaxBackoff: random.Chance(70) ? 15 * Second : random.Spread(Second, 15 * Second),
            ReadyTimeout: random.Chance(70) ? 10 * Second : random.Spread(Second, 10 * Second));
    }

    /// <summary>Drawn apart from all else: a seed is the same world over either protocol.</summary>
    private static WorldSettings WithProtocols(WorldSettings settings, SeededRandom random, int entities, SimVersion? version)
    {
        var all = (1 << entities) - 1;
        var some = random.Between(0, all);
        var drawn = random.Pick(
            SimVersion.V1, SimVersion.V1, SimVersion.V1, SimVersion.V2, SimVersion.V2, SimVersion.V2, SimVersion.Dual, SimVersion.Mixed);
        var old = random.Chance(30) ? random.Between(0, all) : 0;
        settings = settings with { WithoutRevision1 = old };
        return (version ?? drawn) switch
        {
            SimVersion.V1 => settings,
            SimVersion.V2 => settings with { SpeakV1 = 0, SpeakV2 = all },
            SimVersion.Dual => settings with { SpeakV1 = all, SpeakV2 = all },
            // Whoever speaks one protocol only speaks the same one, so that everybody is understood.
            _ => random.Chance(50) ? settings with { SpeakV1 = all, SpeakV2 = some } : settings with { SpeakV1 = some, SpeakV2 = all },
        };
    }

    private static void DrawBurst(SeededRandom random, Cast cast, long duration, ImmutableList<Burst>.Builder bursts)
    {
        var (from, to) = (random.Between(0, cast.Count - 1), random.Between(0, cast.Count - 1));
        // Two clients have nothing to say to each other.
        while (!cast.Talks(from, to))
            (from, to) = (random.Between(0, cast.Count - 1), random.Between(0, cast.Count - 1));
        var at = random.Chance(25) ? 0 : random.Between(0, duration);
        var burst = new Burst(
            at,
            from,
            to,
            random.Chance(90) ? random.Between(1, 6) : random.Between(0, 40),
            random.Pick(1, 1, 2, 4),
            random.Chance(90) ? 60 : random.Between(0, 5_000),
            random.Chance(10),
            random.Chance(25),
            random.Chance(10) && cast.IsLossy(from, to) && cast.Connects(from, to));
        bursts.Add(burst);
        // The other side has the same idea at the same time.
        if (random.Chance(30))
            bursts.Add(burst with { From = to, To = from, Anonymous = false });
    }

    private static Fault DrawFault(SeededRandom random, int entities, long duration, bool gentle)
    {
        var at = random.Between(0, duration);
        var entity = random.Between(0, entities - 1);
        var span = random.Spread(100, Math.Max(1_000, duration / 2));
        return random.Between(0, gentle ? 69 : 99) switch
        {
            < 35 => new Fault.CutAtByte(
                random.Between(0, 5), random.Chance(50), CutOffset(random), LearnDelay(random, duration), LearnDelay(random, duration)),
            < 42 => new Fault.Strand(random.Between(0, 5), CutOffset(random), LearnDelay(random, duration)),
            < 50 => new Fault.CutNow(at, random.Between(0, 1000), LearnDelay(random, duration), LearnDelay(random, duration)),
            < 56 => new Fault.Stall(at, random.Between(0, 1000), random.Chance(50), span),
            < 62 => new Fault.Refuse(at, entity, span, random.Chance(30)),
            < 66 => new Fault.Pause(at, entity, span),
            < 70 => new Fault.Starve(at, entity, span, random.Spread(100, 100_000)),
            < 85 => new Fault.Restart(at, entity, random.Spread(100, 10 * Second), random.Chance(50), LearnDelay(random, duration)),
            < 88 => new Fault.Rebind(at, entity),
            < 91 => new Fault.Dispose(at, entity, random.Between(0, 1000)),
            < 97 => new Fault.MarkDown(at, entity, random.Between(0, 1000), random.Chance(30)),
            _ => new Fault.MarkDownAll(at, entity),
        };
    }

    // A handshake is about 200 bytes one way and 320 the other; messages come after.
    private static long CutOffset(SeededRandom random) =>
        random.Chance(60) ? random.Between(0, 400) : random.Spread(100, 20_000);

    private static long LearnDelay(SeededRandom random, long duration) =>
        random.Chance(50) ? random.Between(0, 200) : random.Spread(100, Math.Min(30 * Second, 2 * duration));
}

namespace CephActors.Tests.Synthetic;

/// <summary>
/// One row of the table of Ceph's synthetic workloads, with its own numbers. Of a draw from 0 to 99 a connection is made
/// above <see cref="Connect"/>, else one is dropped above <see cref="Drop"/>, else a message is sent above <see cref="Send"/>,
/// else the workload waits. Ceph: <c>src/test/msgr/test_msgr.cc</c>, <c>SyntheticStressTest</c> and its neighbours.
/// </summary>
internal sealed record SyntheticRow(string Name, int Servers, int Clients, Policy ServerPolicy, Policy ClientPolicy)
{
    /// <summary>Connections made before the first draw.</summary>
    public required int Initial { get; init; }

    public required int Operations { get; init; }

    public int Connect { get; init; } = 90;

    public int Drop { get; init; } = 80;

    public int Send { get; init; } = 10;

    /// <summary>Of a draw between <see cref="Send"/> and <see cref="Connect"/>: nothing happens above this, where nothing is dropped.</summary>
    public bool Drops { get; init; } = true;

    /// <summary>What each messenger does to itself.</summary>
    public FaultInjection Faults { get; init; } = FaultInjection.None;

    /// <summary>In bytes; null for the default of the messenger.</summary>
    public int? DispatchThrottle { get; init; }

    /// <summary>The longest payload in bytes, where nothing else is asked for; in Ceph always 4 MiB.</summary>
    public required int MaxPayload { get; init; }

    public bool IsLossy => ServerPolicy.Lossy || ClientPolicy.Lossy;

    /// <summary>All rows, in the order of Ceph's table.</summary>
    public static IReadOnlyList<SyntheticRow> All => [StressTest, StressTest1, InjectTest, InjectTest2, InjectTest3, InjectTest4];

    private static FaultInjection Failing(int oneIn) => new()
    {
        SocketFailures = oneIn,
        InternalDelays = TimeSpan.FromSeconds(0.1),
    };

    public static SyntheticRow StressTest { get; } = new(nameof(StressTest), 8, 32, Policy.StatefulServer, Policy.LosslessClient)
    {
        Initial = 100,
        Operations = 5000,
        MaxPayload = 1 << 18,
    };

    public static SyntheticRow StressTest1 { get; } = new(nameof(StressTest1), 16, 32, Policy.LosslessPeerReuse, Policy.LosslessPeerReuse)
    {
        Initial = 10,
        Operations = 10_000,
        Connect = 80,
        Drop = 60,
        MaxPayload = 1 << 18,
    };

    public static SyntheticRow InjectTest { get; } = new(nameof(InjectTest), 8, 32, Policy.StatefulServer, Policy.LosslessClient)
    {
        Initial = 100,
        Operations = 1000,
        Faults = Failing(30),
        DispatchThrottle = 16 << 20,
        MaxPayload = 1 << 16,
    };

    public static SyntheticRow InjectTest2 { get; } = new(nameof(InjectTest2), 8, 16, Policy.LosslessPeerReuse, Policy.LosslessPeerReuse)
    {
        Initial = 100,
        Operations = 1000,
        Faults = Failing(30),
        MaxPayload = 1 << 16,
    };

    public static SyntheticRow InjectTest3 { get; } = new(nameof(InjectTest3), 8, 16, Policy.StatelessServer, Policy.LossyClient)
    {
        Initial = 100,
        Operations = 1000,
        Faults = Failing(600),
        MaxPayload = 1 << 18,
    };

    public static SyntheticRow InjectTest4 { get; } = new(nameof(InjectTest4), 16, 32, Policy.LosslessPeer, Policy.LosslessPeer)
    {
        Initial = 100,
        Operations = 1000,
        Connect = 95,
        Drops = false,
        Faults = Failing(30) with
        {
            DelayTypes = [EntityType.Client, EntityType.Osd],
            DelayProbability = 1,
            DelayMax = TimeSpan.FromSeconds(5),
        },
        MaxPayload = 1 << 16,
    };
}

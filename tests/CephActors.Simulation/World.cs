using CephActors.Framing;
using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>
/// Entities, their processes, a network and a clock of its own: a plan is carried out step by step, on one thread, and
/// comes to the same end every time.
/// </summary>
internal sealed partial class World
{
    private readonly EventQueue _events = new();
    private readonly SimMessenger[] _processes;
    private readonly int[] _incarnations;
    private readonly (long Until, Refusal How)[] _refusals;
    private readonly EntityAddressVector[] _known;
    private int _serial;

    public World(WorldPlan plan, Counters counters, Action<string>? trace = null)
    {
        Plan = plan;
        Cast = new Cast(plan.Pair, plan.Types.IsDefault ? Cast.OfPair(plan.Entities, plan.Acceptors) : plan.Types);
        Counters = counters;
        if (trace is not null)
            Trace = text => trace($"{Now / 1e6,12:0.000000}  {text}");
        Random = new SeededRandom(plan.Seed ^ 0x5bd1e995);
        Network = new SimNetwork(this);
        Ledger = new Ledger(this);
        _incarnations = new int[plan.Entities];
        _refusals = new (long, Refusal)[plan.Entities];
        _known = new EntityAddressVector[plan.Entities];
        _processes = new SimMessenger[plan.Entities];
        for (var i = 0; i < plan.Entities; i++)
            StartProcess(i, (uint)Random.Between(1, 1 << 20), SimNetwork.Port);
    }

    public WorldPlan Plan { get; }

    public Cast Cast { get; }

    public Counters Counters { get; }

    /// <summary>Told in words what happens; null if nobody listens.</summary>
    public Action<string>? Trace { get; }

    /// <summary>Told of every step of every session: the state before, the input, the state after; null if nobody listens.</summary>
    public Action<SessionState, SessionInput, SessionState>? SessionStepped { get; init; }

    public SeededRandom Random { get; }

    public SimNetwork Network { get; }

    public Ledger Ledger { get; }

    public FrameBuffer EncodeBuffer { get; } = new(16 << 10);

    public long Now => _events.Now;

    public bool FaultsAreOver { get; private set; }

    public long Steps => _events.Steps;

    public void At(long time, Action action) => _events.At(time, action);

    public void After(long delay, Action action) => _events.At(Now + delay, action);

    public long Latency() => Plan.Settings.Latency + Random.Between(0, Plan.Settings.Jitter);

    public int NextSerial() => ++_serial;

    public SimMessenger Process(int entity) => _processes[entity];

    public string NameOf(int entity) => _processes[entity].Name;

    /// <summary>Where others believe an entity to be.</summary>
    public EntityAddressVector AddressKnownOf(int entity) => _known[entity];

    public int EntityOf(EntityAddressVector addresses) => addresses[0].Address!.GetAddressBytes()[3] - 10;

    public Refusal RefusalOf(int entity) => Now < _refusals[entity].Until ? _refusals[entity].How : Refusal.None;

    private void StartProcess(int entity, uint nonce, int port)
    {
        var process = new SimMessenger(this, entity, nonce, port, _incarnations[entity]++);
        _processes[entity] = process;
        _known[entity] = process.Context.Addresses.Current;
    }
}

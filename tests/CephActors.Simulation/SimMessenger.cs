using CephActors.Auth;
using CephActors.Dispatch;
using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>One process of an entity: its messenger with table, throttles, dispatcher and connections, from start to death.</summary>
internal sealed class SimMessenger
{
    private readonly Throttle _bytes;
    private readonly Throttle _messages;
    private readonly Throttle? _policyBytes;
    private readonly Throttle? _policyMessages;
    private readonly Dictionary<int, SimConnection> _accepted = [];

    public SimMessenger(World world, int entity, uint nonce, int incarnation)
    {
        World = world;
        Entity = entity;
        var plan = world.Plan;
        var settings = plan.Settings;
        var accepts = plan.Pair.IsPeers || entity < plan.Acceptors;
        var type = accepts ? EntityType.Osd : EntityType.Client;
        var addresses = new OwnAddresses(nonce);
        if (accepts)
            addresses.Bind(new EntityAddressVector(new EntityAddress(EntityAddressType.Legacy, SimNetwork.Host(entity), SimNetwork.Port, nonce)));
        Context = new SessionContext
        {
            Name = new EntityName(type, entity),
            Addresses = addresses,
            Policies = new PolicyTable(accepts ? plan.Pair.Acceptor : plan.Pair.Connector),
            AuthorizerVerifier = new NoneAuthorizerVerifier(static _ => true),
            IdleTimeout = TimeSpan.FromMicroseconds(settings.IdleTimeout),
            Random = world.Random.Next,
        };
        Name = $"{Context.Name}{(incarnation == 0 ? "" : $"({incarnation})")}";
        _bytes = new Throttle("bytes", settings.ThrottleBytes);
        _messages = new Throttle("messages", settings.ThrottleMessages);
        _policyBytes = settings.PolicyBytes > 0 ? new Throttle("policy-bytes", settings.PolicyBytes) : null;
        _policyMessages = settings.PolicyMessages > 0 ? new Throttle("policy-messages", settings.PolicyMessages) : null;
        Dispatcher = new SimDispatcher(this);
    }

    public World World { get; }

    public int Entity { get; }

    public string Name { get; }

    public SessionContext Context { get; }

    public PeerTable<SimConnection> Peers { get; } = new();

    public SimDispatcher Dispatcher { get; }

    public List<SimConnection> Connections { get; } = [];

    public bool IsAlive { get; private set; } = true;

    public bool Accepts => Context.Name.Type is EntityType.Osd;

    /// <summary>Until then every hop takes up to so long.</summary>
    public (long Until, long Hop) Starved { get; set; }

    public IReceiveGate NewGate() => new ReceiveGate(_policyMessages, _policyBytes, _bytes, _messages);

    /// <summary>How long the next thing in a mailbox waits.</summary>
    public long Hop() => World.Random.Between(0, World.Now < Starved.Until ? Starved.Hop : World.Plan.Settings.Hop);

    /// <summary>The connection to an entity: found, made, or null where only the peer can make one.</summary>
    public SimConnection? ConnectTo(int entity)
    {
        if (!World.Plan.Pair.IsPeers && Accepts)
            return _accepted.GetValueOrDefault(entity);
        var key = World.AddressKnownOf(entity);
        while (true)
        {
            var connection = Peers.GetOrAdd(key, () => NewConnection(key, EntityType.Osd), out var added);
            if (added)
            {
                connection.Dial();
                return connection;
            }

            if (!connection.IsClosed)
                return connection;
            Peers.Remove(key, connection);
        }
    }

    /// <summary>A socket came in.</summary>
    public void Accept(SimLink link, EntityAddress remote) =>
        NewConnection(null, EntityType.None).Accept(link, remote);

    public void OnAccepted(SimConnection connection) => _accepted[World.EntityOf(connection.PeerAddresses)] = connection;

    public void Unregister(SimConnection connection) => Peers.Remove(connection.PeerAddresses, connection);

    public void Die(long learnDelay)
    {
        IsAlive = false;
        foreach (var connection in Connections)
            connection.Die(learnDelay);
    }

    /// <summary>What is still taken from the throttles, for people; null if nothing.</summary>
    public string? TakenCredits()
    {
        Throttle?[] all = [_bytes, _messages, _policyBytes, _policyMessages];
        var taken = all.Where(t => t is { Current: not 0 }).ToList();
        return taken.Count == 0 ? null : string.Join(", ", taken);
    }

    private SimConnection NewConnection(EntityAddressVector? peer, EntityType type)
    {
        var connection = new SimConnection(this, World.NextSerial(), peer, type);
        Connections.Add(connection);
        return connection;
    }
}

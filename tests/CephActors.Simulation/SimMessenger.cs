using CephActors.Auth;
using CephActors.Dispatch;
using CephActors.Framing;
using CephActors.Framing.V2;
using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>One process of an entity: its messenger with table, throttles, dispatcher and connections, from start to death.</summary>
internal sealed partial class SimMessenger
{
    /// <summary>How far a port for v2 is above the one for v1.</summary>
    private const int V2Ports = 10_000;

    private readonly Throttle _bytes;
    private readonly Throttle _messages;
    private readonly Throttle? _policyBytes;
    private readonly Throttle? _policyMessages;
    private readonly SimConnection?[] _accepted;
    private readonly SimConnection?[] _anonymous;

    public SimMessenger(World world, int entity, uint nonce, int port, int incarnation)
    {
        World = world;
        Entity = entity;
        var settings = world.Plan.Settings;
        var type = world.Cast.TypeOf(entity);
        Accepts = world.Cast.Binds(entity);
        var authentication = new SimAuthentication(settings.Cephx ? ConnectionMode.Secure : ConnectionMode.Crc, world.Random.Next);
        Context = new SessionContext
        {
            Name = new EntityName(type, entity),
            Addresses = new OwnAddresses(nonce),
            Policies = NewPolicies(type),
            AuthorizerSource = settings.Cephx ? SimKeys.Source(type, world.Random.Next) : null,
            AuthorizerVerifier = settings.Cephx ? SimKeys.Verifier(type, world.Random.Next) : new NoneAuthorizerVerifier(static _ => true),
            InitialBackoff = TimeSpan.FromMicroseconds(settings.InitialBackoff),
            MaxBackoff = TimeSpan.FromMicroseconds(settings.MaxBackoff),
            ReadyTimeout = TimeSpan.FromMicroseconds(settings.ReadyTimeout),
            IdleTimeout = TimeSpan.FromMicroseconds(settings.IdleTimeout),
            Random = world.Random.Next,
            AuthClient = authentication,
            AuthServer = authentication,
            Greeting = (settings.WithoutRevision1 & (1 << entity)) != 0 ? new Banner(0, 0) : Banner.Own,
        };
        if (Accepts)
            Bind(port);
        Name = $"{Context.Name}{(incarnation == 0 ? "" : $"({incarnation})")}";
        _bytes = new Throttle("bytes", settings.ThrottleBytes);
        _messages = new Throttle("messages", settings.ThrottleMessages);
        _policyBytes = settings.PolicyBytes > 0 ? new Throttle("policy-bytes", settings.PolicyBytes) : null;
        _policyMessages = settings.PolicyMessages > 0 ? new Throttle("policy-messages", settings.PolicyMessages) : null;
        _accepted = new SimConnection?[world.Cast.Count];
        _anonymous = new SimConnection?[world.Cast.Count];
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

    /// <summary>It has a listener.</summary>
    public bool Accepts { get; }

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    /// <summary>Until then every hop takes up to so long.</summary>
    public (long Until, long Hop) Starved { get; set; }

    public IReceiveGate NewGate() => new ReceiveGate(_policyMessages, _policyBytes, _bytes, _messages);

    /// <summary>How long the next thing in a mailbox waits.</summary>
    public long Hop() => World.Random.Between(0, World.Now < Starved.Until ? Starved.Hop : World.Plan.Settings.Hop);

    /// <summary>The connection to an entity: found, made, or null where only the peer can make one.</summary>
    public SimConnection? ConnectTo(int entity)
    {
        if (!World.Cast.Connects(Entity, entity))
            return _accepted[entity];
        var key = KeyOf(World.AddressKnownOf(entity));
        while (true)
        {
            var connection = Peers.GetOrAdd(key, () => NewConnection(key, World.Cast.TypeOf(entity)), out var added);
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

    /// <summary>The anonymous connection to an entity, a new one if the last is closed.</summary>
    public SimConnection ConnectAnonymously(int entity)
    {
        if (_anonymous[entity] is { IsClosed: false } known)
            return known;
        var connection = _anonymous[entity] = NewConnection(KeyOf(World.AddressKnownOf(entity)), World.Cast.TypeOf(entity), anonymous: true);
        connection.Dial();
        return connection;
    }

    /// <summary>A socket came in.</summary>
    public void Accept(SimLink link, EntityAddress remote, int port) =>
        NewConnection(null, EntityType.None, protocol: ProtocolAt(port)).Accept(link, remote);

    /// <summary>What is spoken at one of its ports; null where it does not listen.</summary>
    public MessengerProtocol? ProtocolAt(int port)
    {
        foreach (var address in Accepts ? Context.Addresses.Current : EntityAddressVector.Empty)
        {
            if (address.Port == port)
                return SpokenProtocols.ProtocolAt(address);
        }

        return null;
    }

    /// <summary>Answers go to whom was accepted last, but a process that has started anew is not given up for the one before it.</summary>
    public void OnAccepted(SimConnection connection)
    {
        ref var known = ref _accepted[World.EntityOf(connection.PeerAddresses)];
        if (known is not { IsClosed: false } || known.PeerAddresses[0].Nonce <= connection.PeerAddresses[0].Nonce)
            known = connection;
    }

    public void Unregister(SimConnection connection) => Peers.Remove(connection.PeerAddresses, connection);

    public void Die(long learnDelay)
    {
        IsAlive = false;
        foreach (var connection in Connections)
            connection.Die(learnDelay);
    }

    /// <summary>Closes all its connections and listens at a new port under a new nonce, as <c>CephMessenger.RebindAsync</c> does.</summary>
    public void Rebind()
    {
        Context.Addresses.Reset(Context.Addresses.Nonce + 1_000_000);
        Bind(Port + 1);
    }

    private void Bind(int port)
    {
        Port = port;
        var addresses = new List<EntityAddress>();
        if (World.Plan.Settings.SpeaksV2(Entity))
            addresses.Add(new EntityAddress(EntityAddressType.Msgr2, SimNetwork.Host(Entity), port + V2Ports, Context.Addresses.Nonce));
        if (World.Plan.Settings.SpeaksV1(Entity))
            addresses.Add(new EntityAddress(EntityAddressType.Legacy, SimNetwork.Host(Entity), port, Context.Addresses.Nonce));
        Context.Addresses.Bind(new EntityAddressVector([.. addresses]));
    }

    private PolicyTable NewPolicies(EntityType own)
    {
        var settings = World.Plan.Settings;
        var features = CephFeatures.All;
        if ((settings.WithoutReconnectSeq & (1 << Entity)) != 0)
            features &= ~CephFeatures.ReconnectSeq;
        if ((settings.WithoutMsgAuth & (1 << Entity)) != 0)
            features &= ~CephFeatures.MsgAuth;
        var table = new PolicyTable(World.Plan.Pair.Acceptor);
        for (var other = 0; other < World.Cast.Count; other++)
        {
            var type = World.Cast.TypeOf(other);
            if (!table.Has(type))
                table.Set(type, World.Cast.PolicyOf(own, type) with { FeaturesSupported = features });
        }

        return table;
    }

    /// <summary>What this one knows a peer by that has these addresses.</summary>
    public EntityAddressVector KeyOf(EntityAddressVector addresses) => Spoken.KeyOf(addresses);

    private SpokenProtocols Spoken => new(World.Plan.Settings.SpeaksV1(Entity), World.Plan.Settings.SpeaksV2(Entity));

    private SimConnection NewConnection(EntityAddressVector? peer, EntityType type, bool anonymous = false, MessengerProtocol? protocol = null)
    {
        protocol ??= SpokenProtocols.ProtocolAt(Spoken.TargetOf(peer!)!.Value);
        var connection = new SimConnection(this, World.NextSerial(), protocol.Value, peer, type, anonymous);
        Connections.Add(connection);
        return connection;
    }
}

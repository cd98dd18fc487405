using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using CephActors.Configuration;
using CephActors.Diagnostics;
using CephActors.Dispatch;
using CephActors.Framing;
using CephActors.Injection;
using CephActors.Session;
using CephActors.Transport;

namespace CephActors.Actors;

/// <summary>What the actors of one messenger share.</summary>
internal sealed class MessengerServices
{
    private long _lastQueueId;
    private volatile bool _listening;
    private int _addsUnderWay;

    /// <summary>The messenger's name among those of its actor system.</summary>
    public required string Name { get; init; }

    /// <summary>Its settings.</summary>
    public required MessengerSettings Settings { get; init; }

    /// <summary>What its sessions share.</summary>
    public required SessionContext Session { get; init; }

    /// <summary>Its registered connections.</summary>
    public PeerTable<Connection> Peers { get; } = new();

    /// <summary>Its receive throttles.</summary>
    public required ReceiveThrottles Throttles { get; init; }

    /// <summary>How it reaches peers.</summary>
    public required ByteTransport Transport { get; init; }

    /// <summary>The faults it injects; null where that is not allowed.</summary>
    public FaultSwitch? Faults { get; init; }

    /// <summary>How its sockets are set.</summary>
    public required SocketSettings Sockets { get; init; }

    /// <summary>How its frames are checked and written.</summary>
    public required FramingOptions Framing { get; init; }

    /// <summary>What each connection takes for its peer.</summary>
    public required SendLimits SendLimits { get; init; }

    /// <summary>The connection of the messenger to itself; set before anybody can ask for it.</summary>
    public Connection Loopback { get; set; } = null!;

    /// <summary>Takes a picture of the messenger; set before anybody can ask for it.</summary>
    public Func<CancellationToken, Task<MessengerDump>> Dump { get; set; } = null!;

    /// <summary>Tells what is logged at all; set before any connection starts.</summary>
    public ILoggingAdapter Log { get; set; } = null!;

    /// <summary>Runs the streams of all its sockets; set before any connection starts.</summary>
    public IMaterializer Materializer { get; set; } = null!;

    /// <summary>Does what handles on other nodes are asked for; set before any connection starts.</summary>
    public IActorRef Relay { get; set; } = ActorRefs.Nobody;

    /// <summary>The connections of which other nodes hold handles, by number.</summary>
    public ConcurrentDictionary<ulong, Connection> Exported { get; } = new(concurrencyLevel: 1, capacity: 1);

    /// <summary>Delivers to dispatcher actors; set before any connection starts.</summary>
    public IActorRef Dispatch { get; set; } = ActorRefs.Nobody;

    /// <summary>The fast dispatchers, in order.</summary>
    public required FastDispatcherChain Fast { get; init; }

    /// <summary>The actor system's time, virtual where its scheduler is.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>What can be seen of it from outside.</summary>
    public required MessengerWatch Watch { get; init; }

    /// <summary>Runs what has to happen after some time.</summary>
    public required IScheduler Scheduler { get; init; }

    /// <summary>Watches its connections; null in production.</summary>
    public IConnectionObserver? Observer { get; init; }

    /// <summary>Whether every listener listens.</summary>
    public bool IsListening
    {
        get => _listening;
        set => _listening = value;
    }

    /// <summary>The protocols spoken. Who listens for v1 alone is known by that, and speaks nothing else.</summary>
    public SpokenProtocols Spoken => new(
        Settings.BindMsgr1,
        Settings.BindMsgr2 && !(Settings.BindMsgr1 && Session.Addresses.Current.All(a => a.Type is EntityAddressType.Legacy)));

    /// <summary>A class of the dispatch queue for a new connection; 0 is the loopback connection's.</summary>
    public ulong NextQueueId() => (ulong)Interlocked.Increment(ref _lastQueueId);

    /// <summary>
    /// Adds a dispatcher at once, so that what is sent from now on finds it. False: the messenger is just being started, or others are on
    /// their way to be added before; then it has to go the same way, and <see cref="Added"/> to be called when it has.
    /// </summary>
    public bool TryAdd(DispatchActor.AddDispatcher add)
    {
        if (!Dispatch.IsNobody() && Volatile.Read(ref _addsUnderWay) == 0)
        {
            Dispatch.Tell(add, ActorRefs.NoSender);
            return true;
        }

        Interlocked.Increment(ref _addsUnderWay);
        return false;
    }

    /// <summary>One that could not be added at once has been.</summary>
    public void Added() => Interlocked.Decrement(ref _addsUnderWay);

    /// <summary>Makes the handle of the connection to itself, which is open at once. Nothing is encoded, so no section is too long.</summary>
    public Connection NewLoopback() => new(
        0,
        new ConnectionFacts(Session.Addresses.Current, Session.Name.Type, Policy.LosslessPeer, CephFeatures.All, true, false),
        SendLimits with { Sections = null },
        this);

    /// <summary>The messenger was bound, or has learned its address: the connection to itself shows it.</summary>
    public void AddressesChanged() => Loopback.Facts = Loopback.Facts with { PeerAddresses = Session.Addresses.Current };

    /// <summary>Makes the handle of a new connection.</summary>
    public Connection NewConnection(EntityAddressVector peer, EntityType type, bool anonymous)
    {
        var connection = new Connection(
            NextQueueId(), new ConnectionFacts(peer, type, Session.Policies.For(type), 0, false, anonymous), SendLimits, this);
        Observer?.Created(connection);
        return connection;
    }

    /// <summary>Takes a connection out of the table, if it is in it.</summary>
    public void Unregister(Connection connection) => Peers.Remove(connection.PeerAddresses, connection);
}

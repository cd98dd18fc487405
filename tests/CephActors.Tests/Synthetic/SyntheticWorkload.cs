using Akka.Actor;
using CephActors.Tests.Actors;

namespace CephActors.Tests.Synthetic;

/// <summary>
/// Runs a row: many messengers that share a dispatcher make and drop connections and send on them as a seed draws. Where
/// Ceph's workload sleeps, this one waits until one more message has met its fate.
/// Ceph: <c>src/test/msgr/test_msgr.cc</c>, <c>SyntheticWorkload</c>.
/// </summary>
internal sealed class SyntheticWorkload(SyntheticRow row, int seed, int maxPayload)
{
    private const int MaxConnections = 128;
    private const int MaxOpen = 64;
    private const int MinToDrop = 10;
    private const int NoisePercent = 5;

    private readonly Random _random = new(seed);
    private readonly List<CephMessenger> _servers = [];
    private readonly List<CephMessenger> _clients = [];
    private readonly Dictionary<Connection, (CephMessenger Near, CephMessenger Far)> _connections = [];

    public Ledger Ledger { get; private set; } = null!;

    public SyntheticDispatcher Dispatcher { get; private set; } = null!;

    public IEnumerable<CephMessenger> Messengers => _servers.Concat(_clients);

    /// <summary>Connections dropped, both ends of a pair counted as one.</summary>
    public int Dropped { get; private set; }

    /// <summary>Makes the messengers, of each its name, policy and nonce; those that listen do it at such an address, which says the protocol.</summary>
    public async Task SetUpAsync(ActorSystem system, EntityAddress anyPort, Func<string, Policy, int, CephMessenger> create)
    {
        Ledger = new Ledger(new PayloadPool(_random, maxPayload));
        Dispatcher = new SyntheticDispatcher(Ledger);
        var events = system.ActorOf(Dispatcher.EventProps());
        for (var i = 0; i < row.Servers; i++)
            _servers.Add(create("osd.0", row.ServerPolicy, i + 1));
        for (var i = 0; i < row.Clients; i++)
            _clients.Add(create("client.-1", row.ClientPolicy, row.Servers + i + 1));
        foreach (var messenger in Messengers)
        {
            messenger.AddFastDispatcherHead(Dispatcher);
            messenger.AddDispatcherTail(events);
        }

        foreach (var server in row.ClientPolicy.Standby ? Messengers : _servers)
            await server.BindAsync(anyPort).WaitAsync(MessengerTest.Patience);
    }

    public async Task RunAsync()
    {
        for (var i = 0; i < row.Initial; i++)
            Connect();
        for (var i = 0; i < row.Operations; i++)
            await OperateAsync(_random.Next(100));
    }

    /// <summary>Waits until the fate of at most so many messages is open.</summary>
    public async Task SettleAsync(int open)
    {
        while (true)
        {
            var changed = Ledger.Changed;
            if (Ledger.Open <= open)
                return;
            await changed;
        }
    }

    private async Task OperateAsync(int draw)
    {
        if (draw > row.Connect)
            Connect();
        else if (draw > row.Drop)
            Drop();
        else if (draw > row.Send)
            await SendAsync();
        else
            await SettleAsync(Math.Max(0, Ledger.Open - 1));
    }

    private void Connect()
    {
        Forget();
        if (_connections.Count >= MaxConnections)
            return;
        var (near, far) = (Any(_clients), Any(_servers));
        if (!row.ServerPolicy.Server && _random.Next(2) == 0)
            (near, far) = (far, near);
        _connections[near.ConnectTo(far.OwnAddresses, far.EntityName.Type)] = (near, far);
    }

    private void Drop()
    {
        Forget();
        if (!row.Drops || _connections.Count < MinToDrop)
            return;
        var connection = Any([.. _connections.Keys]);
        var (near, far) = _connections[connection];
        Drop(connection);

        // Peers that both dial: the other end goes too, or it would carry on with a session that nobody has.
        if (!row.ClientPolicy.Server && !row.ClientPolicy.Lossy && row.ClientPolicy.Standby)
            Drop(far.ConnectTo(near.OwnAddresses, near.EntityName.Type));
        Dropped++;
    }

    private void Drop(Connection connection)
    {
        connection.MarkDown();
        _connections.Remove(connection);
        Ledger.Excuse(connection);
    }

    private async Task SendAsync()
    {
        await SettleAsync(MaxOpen);
        if (_connections.Count > 0)
            Ledger.Send(Any([.. _connections.Keys]), _random.Next(100) < NoisePercent ? -1 : _random.Next(PayloadPool.Buffers));
    }

    /// <summary>Connections that have ended of themselves are not counted and not drawn.</summary>
    private void Forget()
    {
        foreach (var connection in _connections.Keys.Where(c => c.IsClosed).ToArray())
            _connections.Remove(connection);
    }

    private T Any<T>(List<T> all) => all[_random.Next(all.Count)];
}

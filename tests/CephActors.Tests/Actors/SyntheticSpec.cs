using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>
/// Many messengers connect, send, drop connections and lose sockets at random: what answers a connection gets, it gets in order,
/// and one that was neither dropped nor reset gets all of them. Ceph: <c>src/test/msgr/test_msgr.cc</c>, <c>SyntheticWorkload</c>.
/// </summary>
public sealed class SyntheticSpec(ITestOutputHelper output) : MessengerTest(output, settings: """
    akka.loglevel = WARNING
    ceph.messenger { initial-backoff = 1ms, max-backoff = 20ms }
    """)
{
    private const int Operations = 3000;

    [Theory]
    [InlineData("lossless-client", "stateful-server", 8, 3, 1)]
    [InlineData("lossless-peer", "lossless-peer", 6, 4, 2)]
    [InlineData("lossless-peer-reuse", "lossless-peer-reuse", 6, 4, 3)]
    [InlineData("lossy-client", "stateless-server", 8, 3, 4)]
    [InlineData("lossy-client", "stateless-registered-server", 8, 3, 5)]
    public async Task Answers_should_come_in_order_and_all_of_them_when_nothing_was_reset(
        string connecting, string accepting, int clients, int servers, int seed)
    {
        var random = new Random(seed);
        var callers = new List<(CephMessenger Messenger, Caller Log)>();
        var answerers = new List<(CephMessenger Messenger, Answerer Log)>();
        for (var i = 0; i < servers; i++)
        {
            var messenger = CreateMessenger($"osd.{i}", $"default-policy = {accepting}");
            answerers.Add((messenger, new Answerer()));
            messenger.AddFastDispatcherHead(answerers[i].Log);
            await messenger.BindAsync(AnyPort).WaitAsync(Patience);
        }

        for (var i = 0; i < clients; i++)
        {
            var messenger = CreateMessenger($"osd.{100 + i}", $"default-policy = {connecting}");
            callers.Add((messenger, new Caller()));
            messenger.AddFastDispatcherHead(callers[i].Log);
            messenger.AddDispatcherTail(Sys.ActorOf(Akka.Actor.Props.Create(() => new Resets(callers[i].Log))));
            if (connecting.StartsWith("lossless-peer", StringComparison.Ordinal))
                await messenger.BindAsync(AnyPort).WaitAsync(Patience);
        }

        for (ulong tid = 1; tid <= Operations; tid++)
        {
            var caller = callers[random.Next(clients)];
            var server = answerers[random.Next(servers)];
            switch (random.Next(100))
            {
                case < 2:
                    Network.Cut(info => info.Remote.Port % 3 == random.Next(3));
                    break;
                case < 4 when caller.Log.Any(random) is { } dropped:
                    caller.Log.Taint(dropped);
                    dropped.MarkDown();
                    break;
                case < 6 when server.Log.Any(random) is { } dropped:
                    dropped.MarkDown();
                    break;
                default:
                    var connection = caller.Messenger.ConnectTo(server.Messenger.OwnAddresses, EntityType.Osd);
                    caller.Log.Send(connection, Ping(tid, size: random.Next(3000), priority: 127));
                    break;
            }

            // Lets the others catch up now and then, as a sender does that waits for answers.
            if (tid % 100 == 0)
                await UntilAsync(() => callers.All(c => c.Log.IsQuiet(64)));
        }

        await UntilAsync(() => callers.All(c => c.Log.IsQuiet(0)));

        // Not for nothing: a lossy pair may have lost all that was under way at the cuts. There are no more of them.
        var lossy = connecting.StartsWith("lossy", StringComparison.Ordinal);
        for (ulong tid = Operations + 1; lossy && callers.Sum(c => c.Log.Answers) < 10 && tid <= Operations + 200; tid++)
        {
            var caller = callers[(int)(tid % (ulong)clients)];
            caller.Log.Send(caller.Messenger.ConnectTo(answerers[0].Messenger.OwnAddresses, EntityType.Osd), Ping(tid, size: 10, priority: 127));
            await UntilAsync(() => callers.All(c => c.Log.IsQuiet(0)));
        }

        Assert.All(callers, c => c.Log.Check());
        Assert.InRange(callers.Sum(c => c.Log.Answers), lossy ? 10 : 50, Operations);
    }

    /// <summary>What was sent on each connection and what came back.</summary>
    private sealed class Caller : IFastDispatcher
    {
        private readonly ConcurrentDictionary<Connection, Ledger> _ledgers = new();

        /// <summary>Answers on connections that were neither dropped nor reset.</summary>
        public int Answers => _ledgers.Values.Where(l => !l.Tainted).Sum(l => l.Received.Count);

        public Connection? Any(Random random) => _ledgers.Keys.Where(c => !c.IsClosed).OrderBy(c => c.QueueId).ToArray() is { Length: > 0 } all
            ? all[random.Next(all.Length)]
            : null;

        public void Send(Connection connection, CephMessage message)
        {
            var ledger = _ledgers.GetOrAdd(connection, _ => new Ledger());
            lock (ledger)
                ledger.Sent.Add(message.Tid);
            if (connection.Send(message) != SendResult.Accepted)
                ledger.Tainted = true;
        }

        public void Taint(Connection connection)
        {
            if (_ledgers.TryGetValue(connection, out var ledger))
                ledger.Tainted = true;
        }

        /// <summary>No connection that still has its session waits for more than this many answers.</summary>
        public bool IsQuiet(int pending) => _ledgers.Values.All(l => l.Tainted || l.Sent.Count - l.Received.Count <= pending);

        public void Check() => Assert.All(_ledgers, pair =>
        {
            var (sent, received) = (pair.Value.Sent, pair.Value.Received);
            Assert.Equal(received.Distinct().Order(), received);
            if (!pair.Value.Tainted)
                Assert.Equal(sent, received);
        });

        public bool CanFastDispatch(MessageType type) => true;

        public void FastDispatch(Connection connection, CephMessage message)
        {
            var ledger = _ledgers.GetOrAdd(connection, _ => new Ledger());

            // A peer that does not check for resets answers a connection what it was asked by the one before.
            lock (ledger)
            {
                if (ledger.Sent.Count > 0 && message.Tid >= ledger.Sent[0])
                    ledger.Received.Add(message.Tid);
            }
        }

        private sealed class Ledger
        {
            private volatile bool _tainted;

            public List<ulong> Sent { get; } = [];

            public List<ulong> Received { get; } = [];

            public bool Tainted
            {
                get => _tainted;
                set => _tainted = value;
            }
        }
    }

    private sealed class Answerer : IFastDispatcher
    {
        private readonly ConcurrentDictionary<Connection, bool> _accepted = new();

        public Connection? Any(Random random) => _accepted.Keys.Where(c => !c.IsClosed).OrderBy(c => c.QueueId).ToArray() is { Length: > 0 } all
            ? all[random.Next(all.Length)]
            : null;

        public bool CanFastDispatch(MessageType type) => true;

        public void FastAccept(Connection connection) => _accepted[connection] = true;

        public void FastDispatch(Connection connection, CephMessage message) => connection.Send(Ping(message.Tid, size: 100, priority: 127));
    }

    private sealed class Resets : Akka.Actor.ReceiveActor
    {
        public Resets(Caller log)
        {
            Receive<ConnectionReset>(e => log.Taint(e.Connection));
            Receive<ConnectionRemoteReset>(e => log.Taint(e.Connection));
        }
    }
}

using Akka.Actor;
using CephActors.Tests.Actors;

namespace CephActors.Tests.EveryByte;

/// <summary>
/// A client and a server that hold one short conversation after the other, each over a socket that is to break: ten messages
/// each way, answers to the client's, with a keepalive of each side amidst them, and one more of each when these are there.
/// </summary>
internal sealed class CutPair
{
    private const int Messages = 10;
    private const ulong Round = 100;

    private readonly CutTransport _transport;
    private readonly End _client;
    private readonly End _server;
    private ulong _round;
    private volatile SocketCut _cut = SocketCut.None();
    private TaskCompletionSource _tick = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CutPair(ActorSystem system, CutTransport transport, CephMessenger client, CephMessenger server)
    {
        _transport = transport;
        _client = new End(system, client, answers: false);
        _client.Opened += () => Handshake = Handshake == default ? _cut.Delivered : Handshake;
        _server = new End(system, server, answers: true);
    }

    /// <summary>Bytes delivered each way when the session of the first conversation was open for the client.</summary>
    public (long ToServer, long ToClient) Handshake { get; private set; }

    /// <summary>To be called now and then.</summary>
    public void Tick()
    {
        _cut.BreakIfStalled();
        Interlocked.Exchange(ref _tick, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>Holds a conversation and checks how it went. The result says whether its first socket broke.</summary>
    public async Task<bool> ConverseAsync(SocketCut cut, bool lossy)
    {
        _round += Round;
        _client.Begin(_round);
        _server.Begin(_round);
        _transport.Next(cut);
        _cut = cut;
        var connection = _client.Messenger.ConnectTo(_server.Messenger.OwnAddresses, EntityType.Osd);
        await TalkAsync(connection, 1, Messages);
        await TalkAsync(connection, Messages + 1, Messages + 1);
        Check(connection, lossy);
        if (lossy && connection.IsClosed)
            await AgainAsync();
        await FinishAsync();
        return cut.IsBroken;
    }

    /// <summary>Marks down all there is, and what may still come of the sockets under way, so that the next one begins anew.</summary>
    private async Task FinishAsync()
    {
        for (var quiet = 0; quiet < 2;)
        {
            var tick = Volatile.Read(ref _tick);
            var none = _transport.IsQuiet && _client.Messenger.Connections.Count + _server.Messenger.Connections.Count == 0;
            quiet = none ? quiet + 1 : 0;
            _client.MarkDown();
            _server.MarkDown();
            await tick.Task;
        }
    }

    private async Task TalkAsync(Connection connection, int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            connection.Send(Message((ulong)i));
            if (i == Messages / 2)
                connection.SendKeepalive();
        }

        await _client.WhenAsync(to, connection);
    }

    private void Check(Connection connection, bool lossy)
    {
        var (asked, answered) = (Numbers(_server), Numbers(_client));
        var all = Enumerable.Range(1, Messages + 1).Select(i => (ulong)i).ToArray();
        if (!lossy)
        {
            Assert.Equal(all, asked);
            Assert.Equal(all, answered);
            Assert.False(connection.IsClosed);
            Assert.Equal(0, _client.Resets);
            return;
        }

        // What came is a beginning of what was sent, and if that is not all, a reset says so.
        Assert.Equal(all.Take(asked.Length), asked);
        Assert.Equal(all.Take(answered.Length), answered);
        Assert.InRange(answered.Length, 0, asked.Length);
        Assert.True(answered.Length == all.Length || (connection.IsClosed && _client.Resets == 1), $"{_cut}: {answered.Length} answers, {_client.Resets} resets");
    }

    /// <summary>After a reset a new connection finds the server as if nothing had been.</summary>
    private async Task AgainAsync()
    {
        _round += Round;
        _client.Begin(_round);
        _server.Begin(_round);
        var connection = _client.Messenger.ConnectTo(_server.Messenger.OwnAddresses, EntityType.Osd);
        await TalkAsync(connection, 1, 1);
        Assert.Equal([1ul], Numbers(_server));
    }

    private CephMessage Message(ulong number) => MessengerTest.Ping(_round + number);

    private ulong[] Numbers(End end) => [.. end.Received.Select(tid => tid - _round)];

    /// <summary>One messenger with what it was told in this conversation.</summary>
    private sealed class End : IFastDispatcher
    {
        private readonly Lock _lock = new();
        private readonly HashSet<Connection> _connections = [];
        private readonly List<ulong> _received = [];
        private readonly List<Connection> _reset = [];
        private readonly bool _answers;
        private Connection? _awaited;
        private ulong _round;
        private int _count;
        private TaskCompletionSource _reached = new();

        public End(ActorSystem system, CephMessenger messenger, bool answers)
        {
            Messenger = messenger;
            _answers = answers;
            messenger.AddFastDispatcherHead(this);
            messenger.AddDispatcherTail(system.ActorOf(Props.Create(() => new Events(this))));
        }

        /// <summary>Raised when a session that this end asked for is open.</summary>
        public event Action? Opened;

        public CephMessenger Messenger { get; }

        public ulong[] Received
        {
            get
            {
                lock (_lock)
                    return [.. _received];
            }
        }

        /// <summary>Resets of either kind of the connection that is waited for, also those from before it was.</summary>
        public int Resets
        {
            get
            {
                lock (_lock)
                    return _reset.Count(c => ReferenceEquals(c, _awaited));
            }
        }

        public void Begin(ulong round)
        {
            lock (_lock)
            {
                _round = round;
                _received.Clear();
                _awaited = null;
                _reset.Clear();
            }
        }

        public void MarkDown()
        {
            Connection[] connections;
            lock (_lock)
            {
                connections = [.. _connections, .. Messenger.Connections];
                _connections.Clear();
            }

            foreach (var connection in connections)
                connection.MarkDown();
        }

        /// <summary>Completes with so many messages, or when the connection is reset.</summary>
        public Task WhenAsync(int count, Connection connection)
        {
            lock (_lock)
            {
                _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
                (_awaited, _count) = (connection, count);
                Settle();
                return _reached.Task;
            }
        }

        public bool CanFastDispatch(MessageType type) => true;

        public void FastConnect(Connection connection)
        {
            Remember(connection);
            if (!connection.IsLoopback)
                Opened?.Invoke();
        }

        public void FastAccept(Connection connection) => Remember(connection);

        public void FastDispatch(Connection connection, CephMessage message)
        {
            lock (_lock)
            {
                // A server may still read what a client wrote that has started over since.
                if (message.Tid < _round)
                    return;
                _received.Add(message.Tid);
                Settle();
            }

            if (!_answers)
                return;
            connection.Send(MessengerTest.Ping(message.Tid));
            if (message.Tid % Round == Messages / 2)
                connection.SendKeepalive();
        }

        private void Remember(Connection connection)
        {
            if (connection.IsLoopback)
                return;
            lock (_lock)
                _connections.Add(connection);
        }

        private void OnReset(Connection connection)
        {
            lock (_lock)
            {
                _reset.Add(connection);
                Settle();
            }
        }

        private void Settle()
        {
            if (_awaited is not null && (_received.Count >= _count || Resets > 0))
                _reached.TrySetResult();
        }

        private sealed class Events : ReceiveActor
        {
            public Events(End end)
            {
                Receive<ConnectionReset>(e => end.OnReset(e.Connection));
                Receive<ConnectionRemoteReset>(e => end.OnReset(e.Connection));
            }
        }
    }
}

using System.Collections.Concurrent;
using Akka.Actor;

namespace CephActors.Tests.EndToEnd;

/// <summary>
/// The dispatcher of Ceph's own messenger tests: takes pings fast and everything else through the queue, and counts what
/// comes in a session it keeps for each connection, from its fast connect or accept until it is reset. A server answers
/// each message with a ping. Ceph: <c>src/test/msgr/test_msgr.cc</c>, <c>FakeDispatcher</c>.
/// </summary>
internal sealed class FakeDispatcher : IFastDispatcher
{
    private readonly ConcurrentDictionary<Connection, Session> _sessions = new();
    private readonly ConcurrentDictionary<Connection, int> _openings = new();
    private readonly bool _isServer;

    public FakeDispatcher(ActorSystem system, CephMessenger messenger, bool isServer)
    {
        _isServer = isServer;
        messenger.AddFastDispatcherHead(this);
        messenger.AddDispatcherHead(system.ActorOf(Props.Create(() => new Queued(this))));
    }

    public bool GotRemoteReset { get; private set; }

    /// <summary>How often a connection that this side opened was established.</summary>
    public int Connects { get; private set; }

    /// <summary>Connections that have a session now, the one to itself among them.</summary>
    public IEnumerable<Connection> Connections => _sessions.Keys;

    /// <summary>The connection accepted last.</summary>
    public Connection? LastAccepted { get; private set; }

    /// <summary>How often a connection was opened, by either side.</summary>
    public int Openings(Connection connection) => _openings.GetValueOrDefault(connection);

    /// <summary>Messages of the present session of a connection; null without one.</summary>
    public int? Count(Connection connection) => _sessions.TryGetValue(connection, out var session) ? session.Count : null;

    public bool CanFastDispatch(MessageType type) => type == MessageType.Ping;

    public void FastConnect(Connection connection)
    {
        _openings.AddOrUpdate(connection, 1, (_, count) => count + 1);
        Begin(connection);
    }

    public void FastAccept(Connection connection)
    {
        _openings.AddOrUpdate(connection, 1, (_, count) => count + 1);
        Begin(connection);
        LastAccepted = connection;
    }

    public void FastDispatch(Connection connection, CephMessage message)
    {
        Begin(connection).Add();
        if (_isServer)
            connection.Send(new CephMessage(MessageType.Ping));
    }

    private Session Begin(Connection connection) => _sessions.GetOrAdd(connection, _ => new Session());

    private sealed class Session
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Add() => Interlocked.Increment(ref _count);
    }

    private sealed class Queued : ReceiveActor
    {
        public Queued(FakeDispatcher fake)
        {
            Receive<MessageReceived>(m => fake.FastDispatch(m.Connection, m.Message));
            Receive<ConnectionEstablished>(_ => fake.Connects++);
            Receive<ConnectionReset>(e => fake._sessions.TryRemove(e.Connection, out _));
            Receive<ConnectionRemoteReset>(e =>
            {
                fake._sessions.TryRemove(e.Connection, out _);
                fake.GotRemoteReset = true;
            });
        }
    }
}

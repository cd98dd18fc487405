using System.Runtime.CompilerServices;
using Akka.Actor;
using CephActors.Actors;

namespace CephActors;

/// <summary>Handles of connections that a messenger on another node of the cluster has.</summary>
public sealed partial class Connection : IEquatable<Connection>
{
    private readonly IActorRef? _relay;

    private Connection(ulong queueId, ConnectionFacts facts, IActorRef relay)
        : this(queueId, facts, SendLimits.None)
    {
        _relay = relay;
        _outbox.Bind(new RemoteOutbox(_outbox, relay, queueId).Empty);
    }

    /// <summary>
    /// Whether a messenger on another node has the connection, because the handle came from there in a message. What such a
    /// handle shows is how things were when it was sent. What is sent on it goes to that node first, at most once as everything
    /// in Akka.Remote does, and there into the queue of the connection: <see cref="Send"/> says <see cref="SendResult.Accepted"/>
    /// though it may be dropped there, with a line in that node's log. Back on that node the handle is the connection again.
    /// </summary>
    public bool IsRemote => _relay is not null;

    /// <summary>The same connection: on its own node the same object, elsewhere a handle of the same one.</summary>
    public bool Equals(Connection? other) =>
        ReferenceEquals(this, other) || (_relay is not null && other is not null && QueueId == other.QueueId && _relay.Equals(other._relay));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Connection);

    /// <inheritdoc/>
    public override int GetHashCode() => _relay is null ? RuntimeHelpers.GetHashCode(this) : HashCode.Combine(_relay, QueueId);

    /// <summary>A handle of a connection of another node.</summary>
    internal static Connection Remote(ulong queueId, ConnectionFacts facts, IActorRef relay) => new(queueId, facts, relay);

    /// <summary>A handle of a connection of this node that has ended.</summary>
    internal static Connection Gone(ulong queueId, ConnectionFacts facts)
    {
        var connection = new Connection(queueId, facts, SendLimits.None);
        connection.TryClose();
        return connection;
    }

    /// <summary>Who does for handles on other nodes what they are asked for; from here on it finds the connection.</summary>
    /// <exception cref="InvalidOperationException">The connection belongs to no messenger.</exception>
    internal IActorRef Export()
    {
        if (_relay is not null)
            return _relay;
        if (_services is null)
            throw new InvalidOperationException($"{this} belongs to no messenger and cannot be sent to another node.");
        _services.Exported.TryAdd(QueueId, this);
        if (_closed)
            Unexport();
        return _services.Relay;
    }

    private void Unexport() => _services?.Exported.TryRemove(QueueId, out _);
}

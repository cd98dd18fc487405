using Akka.Actor;
using CephActors.Actors;

namespace CephActors;

/// <summary>Connecting and sending.</summary>
public sealed partial class CephMessenger
{
    /// <inheritdoc cref="ConnectTo(EntityAddressVector, EntityType, bool)"/>
    public Connection ConnectTo(EntityAddress peer, EntityType peerType, bool anonymous = false) =>
        ConnectTo(new EntityAddressVector(peer), peerType, anonymous);

    /// <summary>
    /// Returns the connection to this peer, making it if there is none. Returns at once; connecting goes on in the background
    /// and messages may be sent already. The own address gives <see cref="Loopback"/>. Ceph: <c>Messenger::connect_to</c>.
    /// </summary>
    /// <param name="peer">The peer's addresses as it announces them, nonce included; the first for a protocol that is spoken is dialled.</param>
    /// <param name="peerType">The peer's type, which chooses the policy.</param>
    /// <param name="anonymous">Make a new connection that nobody else finds, whatever exists.</param>
    /// <exception cref="ArgumentException">No entry can be dialled.</exception>
    /// <exception cref="InvalidOperationException">The policy for this type is a server's, which waits for the peer to connect; or the messenger was shut down.</exception>
    public Connection ConnectTo(EntityAddressVector peer, EntityType peerType, bool anonymous = false)
    {
        ArgumentNullException.ThrowIfNull(peer);
        EnsureRunning();
        if (anonymous)
            return Start(NewOutgoing(_services.Spoken.KeyOf(peer), peerType, anonymous: true));
        if (IsOwn(peer))
            return Loopback;
        return Find(peer) ?? FindOrStart(_services.Spoken.KeyOf(peer), peerType);
    }

    /// <summary><see cref="ConnectTo(EntityAddressVector, EntityType, bool)"/> and <see cref="Connection.Send"/> in one.</summary>
    public SendResult SendTo(EntityAddressVector peer, EntityType peerType, CephMessage message) =>
        ConnectTo(peer, peerType).Send(message);

    /// <summary>
    /// Marks down the connection to this peer, if there is one; unlike <see cref="Connection.MarkDown"/> this raises a
    /// <see cref="ConnectionReset"/>. Ceph: <c>Messenger::mark_down_addrs</c>.
    /// </summary>
    public void MarkDown(EntityAddressVector peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        (Find(peer) ?? Find(_services.Spoken.KeyOf(peer)))?.MarkDownAndNotify();
    }

    /// <summary>Marks every connection down; each raises a <see cref="ConnectionReset"/>. Ceph: <c>Messenger::mark_down_all</c>.</summary>
    public void MarkDownAll()
    {
        EnsureRunning();
        _actor.Tell(MessengerMarkDown.Instance);
    }

    private Connection? Find(EntityAddressVector peer) =>
        _services.Peers.TryGet(peer, out var connection) && !connection.IsClosed ? connection : null;

    private Connection FindOrStart(EntityAddressVector peer, EntityType type)
    {
        while (true)
        {
            var connection = _services.Peers.GetOrAdd(peer, () => NewOutgoing(peer, type, anonymous: false), out var added);
            if (added)
                return Start(connection);
            if (!connection.IsClosed)
                return connection;
            _services.Peers.Remove(peer, connection);
        }
    }

    private Connection NewOutgoing(EntityAddressVector peer, EntityType type, bool anonymous)
    {
        var spoken = _services.Spoken;
        if (spoken.TargetOf(peer) is not { } target || target.Port == 0 || target.IsBlankAddress)
        {
            var example = spoken.V2 ? "v2:192.168.0.1:3300/0" : "v1:192.168.0.1:6789/0";
            throw new ArgumentException($"{peer} holds no address that can be dialled over a protocol spoken here, such as {example}.", nameof(peer));
        }

        if (_services.Session.Policies.For(type).Server)
            throw new InvalidOperationException(
                $"The policy for {type} peers is {_services.Session.Policies.For(type)}: such a connection is made by the peer. Set another policy before connecting.");
        return _services.NewConnection(peer, type, anonymous);
    }

    private Connection Start(Connection connection)
    {
        _actor.Tell(new StartConnection(connection));

        // A messenger that was shut down before it got this has no actor for it.
        if (HasEnded)
            connection.MarkDown();
        return connection;
    }

    private bool IsOwn(EntityAddressVector peer)
    {
        var own = OwnAddresses;
        return own[0].Port != 0 && (own.Equals(peer) || (peer.Count == 1 && own.Contains(peer[0])));
    }
}

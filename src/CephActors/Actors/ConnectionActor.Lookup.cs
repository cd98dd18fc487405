using System.Diagnostics.CodeAnalysis;
using CephActors.Session;
using CephActors.Streams;

namespace CephActors.Actors;

/// <summary>What the session needs when it meets another connection of its peer: the table, and sockets that change hands.</summary>
internal sealed partial class ConnectionActor
{
    private readonly Action<SessionAnswer> _answers;

    Action<SessionAnswer> ISessionHost.Answers => _answers;

    bool ISessionHost.TryRegister(EntityAddressVector peer, [NotNullWhen(false)] out IRegisteredConnection? existing)
    {
        var registered = _services.Peers.TryRegister(peer, _connection, out var other);
        existing = other;
        return registered;
    }

    bool ISessionHost.TryFind(EntityAddressVector peer, [NotNullWhen(true)] out IRegisteredConnection? existing)
    {
        var found = _services.Peers.TryGet(peer, out var other);
        existing = other;
        return found;
    }

    void ISessionHost.Unregister(EntityAddressVector peer, IRegisteredConnection other) =>
        _services.Peers.Remove(peer, (Connection)other);

    void ISessionHost.TakeOver(ISessionSocket socket, long incarnation)
    {
        var stream = (SocketStream)socket;
        stream.HandOver(Self, incarnation);
        _sockets.Add(stream);
        if (stream.Info is { } info)
            _services.Observer?.Owns(_connection, info);
    }

    void ISessionHost.LetGo(ISessionSocket socket)
    {
        _sockets.Remove((SocketStream)socket);
        _services.Observer?.Replaced(_connection);
    }

    private void OnAnswer(SessionAnswer answer)
    {
        _driver.OnAnswer(answer);
        StopWhenDone();
    }
}

using CephActors.Session;
using CephActors.Transport;

namespace CephActors.Actors;

/// <summary>
/// Told what becomes of the connections of a messenger and of their sockets; there is none in production. Called on the
/// threads of the connections, for each step of a session but never for a message; must not wait for anything.
/// </summary>
internal interface IConnectionObserver
{
    /// <summary>A connection was made, for a user or, where its peer is not known yet, for an accepted socket.</summary>
    public void Created(Connection connection);

    /// <summary>It opens a socket.</summary>
    public void Dialling(Connection connection);

    /// <summary>The socket is its own from now on.</summary>
    public void Owns(Connection connection, SocketInfo socket);

    /// <summary>One of its sockets has ended, and its session knows.</summary>
    public void Lost(Connection connection, SocketInfo socket);

    /// <summary>Its session took a step.</summary>
    public void Stepped(Connection connection, SessionState state);

    /// <summary>It dials again when this is over; the timer runs.</summary>
    public void BackingOff(Connection connection, TimeSpan delay);

    /// <summary>Its socket is that of the registered connection of its peer now; it closes.</summary>
    public void Replaced(Connection connection);
}

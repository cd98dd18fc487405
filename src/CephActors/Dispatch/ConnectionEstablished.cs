using Akka.Actor;
using CephActors.Dispatch;

namespace CephActors;

/// <summary>
/// A connection that this side opened has a session with its peer: told at the first handshake and again after each
/// reconnect. Nothing is lost by it. All dispatchers are told. It overtakes messages that are queued, so a message of
/// the session may well be handled after a later event of the same connection.
/// </summary>
/// <remarks>Ceph: <c>src/msg/Dispatcher.h</c>, <c>ms_handle_connect</c>.</remarks>
/// <param name="Connection">The connection.</param>
public sealed record ConnectionEstablished(Connection Connection) : IConnectionEvent, INoSerializationVerificationNeeded;

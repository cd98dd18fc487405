using Akka.Actor;
using CephActors.Dispatch;

namespace CephActors;

/// <summary>
/// Nobody listens at the peer's address. Nothing is lost: the connection keeps its queue and keeps trying, and this is
/// told each time it is refused. All dispatchers are told, unlike Ceph, which stops at the first that calls the event
/// its own.
/// </summary>
/// <remarks>Ceph: <c>src/msg/Dispatcher.h</c>, <c>ms_handle_refused</c>.</remarks>
/// <param name="Connection">The connection, still trying.</param>
public sealed record ConnectionRefused(Connection Connection) : IConnectionEvent, INoSerializationVerificationNeeded;

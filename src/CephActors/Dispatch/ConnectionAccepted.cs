using Akka.Actor;
using CephActors.Dispatch;

namespace CephActors;

/// <summary>
/// A peer has opened a session with this side, or has come back to one it had. Nothing is lost by it. All dispatchers
/// are told. The handle may be one they know: a session that survives its sockets keeps its connection.
/// </summary>
/// <remarks>Ceph: <c>src/msg/Dispatcher.h</c>, <c>ms_handle_accept</c>.</remarks>
/// <param name="Connection">The connection.</param>
public sealed record ConnectionAccepted(Connection Connection) : IConnectionEvent, INoSerializationVerificationNeeded;

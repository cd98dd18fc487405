using Akka.Actor;
using CephActors.Dispatch;

namespace CephActors;

/// <summary>
/// The connection is dead and will not come back: a lossy one lost its socket or was replaced, or the messenger was told
/// to mark down the peer or everybody. Any message sent on it that was not answered may be lost, in either direction, also such
/// as the peer has processed; received ones that were still queued are dropped. Who wants to go on asks the messenger
/// for a new connection and sends again what matters. All dispatchers are told, unlike Ceph, which stops at the first
/// that calls the event its own. Of a connection that was marked down by its own handle nobody is told.
/// </summary>
/// <remarks>Ceph: <c>src/msg/Dispatcher.h</c>, <c>ms_handle_reset</c>.</remarks>
/// <param name="Connection">The dead connection.</param>
/// <param name="Reason">Why, in words for a log.</param>
public sealed record ConnectionReset(Connection Connection, string Reason) : IConnectionEvent, INoSerializationVerificationNeeded;

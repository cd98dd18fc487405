using Akka.Actor;
using CephActors.Dispatch;

namespace CephActors;

/// <summary>
/// The peer has forgotten the session, usually because its process was started anew; the connection itself lives on with
/// a fresh session. Lost are all messages that were queued or not acknowledged on this side, and those received from the
/// old session that no dispatcher had been given yet; what the peer promised in the old session no longer binds it.
/// All dispatchers are told, and after this event no message of the old session follows.
/// </summary>
/// <remarks>Ceph: <c>src/msg/Dispatcher.h</c>, <c>ms_handle_remote_reset</c>.</remarks>
/// <param name="Connection">The connection, still in use.</param>
public sealed record ConnectionRemoteReset(Connection Connection) : IConnectionEvent, INoSerializationVerificationNeeded;

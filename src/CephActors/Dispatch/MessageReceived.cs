using Akka.Actor;

namespace CephActors;

/// <summary>
/// A message has arrived. It is told to one dispatcher: the first in the chain that takes its type; if nobody does, the
/// messenger logs and counts it and it is gone. Messages of one connection and one priority arrive in the order the peer
/// sent them. The connection may have ended since: what is sent on it is then dropped, the message itself is valid.
/// </summary>
/// <remarks>
/// The message counts as done, and its throttle credits let the next one in, when the dispatcher has processed it: see
/// <see cref="CompletionMode"/>. Keeping the message after that is allowed: its memory is not used again, unless
/// its dispatcher says so (<see cref="DispatcherOptions.ReusesPayloads"/>).
/// Ceph: <c>src/msg/Dispatcher.h</c>, <c>ms_dispatch</c>.
/// </remarks>
/// <param name="Connection">The session it came on; where an answer goes.</param>
/// <param name="Message">The message.</param>
public sealed record MessageReceived(Connection Connection, CephMessage Message) : INoSerializationVerificationNeeded
{
    /// <summary>
    /// While anybody listens to <see cref="CephActorsDiagnostics.ActivitySourceName"/>, the activity of the message's way from the
    /// socket to the dispatcher: the parent for what the dispatcher does about it. Otherwise null.
    /// </summary>
    public System.Diagnostics.Activity? Activity { get; init; }
}

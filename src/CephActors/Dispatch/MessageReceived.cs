using System.Diagnostics;
using Akka.Actor;

namespace CephActors;

/// <summary>
/// A message has arrived. It is told to one dispatcher: the first in the chain that takes its type; if nobody does, the
/// messenger logs and counts it and it is gone. Messages of one connection and one priority arrive in the order the peer
/// sent them. The connection may have ended since: what is sent on it is then dropped, the message itself is valid.
/// </summary>
/// <remarks>
/// The message counts as done, and its throttle credits let the next one in, when the dispatcher has processed it: see
/// <see cref="CompletionMode"/>. Keeping the message after that is allowed: it is not used again, unless
/// its dispatcher says so (<see cref="DispatcherOptions.ReusesMessages"/>).
/// Ceph: <c>src/msg/Dispatcher.h</c>, <c>ms_dispatch</c>.
/// </remarks>
/// <param name="Connection">The session it came on; where an answer goes.</param>
/// <param name="Message">The message.</param>
public sealed record MessageReceived(Connection Connection, CephMessage Message) : INoSerializationVerificationNeeded
{
    private Connection _connection = Connection;
    private CephMessage _message = Message;
    private Activity? _activity;

    /// <summary>The session it came on; where an answer goes.</summary>
    public Connection Connection
    {
        get => _connection;
        init => _connection = value;
    }

    /// <summary>The message.</summary>
    public CephMessage Message
    {
        get => _message;
        init => _message = value;
    }

    /// <summary>
    /// While anybody listens to <see cref="CephActorsDiagnostics.ActivitySourceName"/>, the activity of the message's way from the
    /// socket to the dispatcher: the parent for what the dispatcher does about it. Otherwise null.
    /// </summary>
    public Activity? Activity
    {
        get => _activity;
        init => _activity = value;
    }

    /// <summary>Makes it the envelope of another message, once nobody has a use for it any more.</summary>
    internal void Fill(Connection connection, CephMessage message, Activity? activity) => (_connection, _message, _activity) = (connection, message, activity);

    /// <summary>Lets go of what it refers to.</summary>
    internal void Clear() => (_connection, _message, _activity) = (null!, null!, null);
}

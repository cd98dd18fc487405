using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CephActors.Telemetry;

/// <summary>
/// Activities of messages on their way, while anybody listens. They stay on this side, because Ceph's frames have no room for a
/// context, unless <c>ceph.messenger.tracing.propagate</c> says that peers know <see cref="TraceTrailer"/>.
/// </summary>
internal static class MessengerTracing
{
    private static readonly ActivitySource Source =
        new(CephActorsDiagnostics.ActivitySourceName, typeof(MessengerTracing).Assembly.GetName().Version?.ToString(3));

    // Activities of messages that are sent and have not left. Messages are few while somebody traces, and none otherwise.
    private static readonly ConcurrentDictionary<(object Outbox, CephMessage Message), Activity> Sending = new(new ByReference());

    // Not less than there are in Sending: to ask that whether it is empty takes all its locks.
    private static int _sending;

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>
    /// A message is about to be sent: its activity, child of the caller's, lasts until <see cref="Left"/> of what is returned, which is
    /// the message to send.
    /// </summary>
    /// <param name="outbox">Where the message goes.</param>
    /// <param name="connection">Whose outbox that is.</param>
    /// <param name="message">The message.</param>
    /// <param name="room">Bytes that its context may take in the message; 0 if it stays here.</param>
    public static CephMessage Sent(object outbox, Connection connection, CephMessage message, int room)
    {
        var current = Activity.Current;
        var activity = Source.StartActivity($"send {MessageTypes.NameOf(message.Type)}", ActivityKind.Producer);

        // What the caller does next is not part of sending.
        Activity.Current = current;
        var sent = message;
        if (room > 0 && TraceTrailer.TryAppend(message.Middle, (activity ?? current)?.Context ?? default, room, out var middle))
            sent = message.WithMiddle(middle);
        if (activity is null)
            return sent;
        Describe(activity, "send", connection, message);
        Interlocked.Increment(ref _sending);
        if (Sending.TryAdd((outbox, sent), activity))
            return sent;
        Interlocked.Decrement(ref _sending);
        activity.Dispose();
        return sent;
    }

    /// <summary>A message has left, or was not taken after all.</summary>
    public static void Left(object outbox, CephMessage message, bool refused = false)
    {
        if (Volatile.Read(ref _sending) == 0 || !Sending.TryRemove((outbox, message), out var activity))
            return;
        Interlocked.Decrement(ref _sending);
        if (refused)
            activity.SetStatus(ActivityStatusCode.Error, "the queue for this peer is full");
        // Ending an activity restores what was current where it began, which is another thread.
        var current = Activity.Current;
        activity.Stop();
        Activity.Current = current;
    }

    /// <summary>A received message goes to its dispatcher: its activity began when it was read from the socket and ends now.</summary>
    public static Activity? Dispatched(Connection connection, CephMessage message, TimeSpan waited)
    {
        var current = Activity.Current;
        Activity.Current = null;
        var activity = Source.CreateActivity($"dispatch {MessageTypes.NameOf(message.Type)}", ActivityKind.Consumer, TracedCredits.ContextOf(message));
        if (activity is not null)
        {
            Describe(activity, "dispatch", connection, message);
            activity.Start();
            activity.SetStartTime(activity.StartTimeUtc - waited);
            activity.Stop();
        }

        Activity.Current = current;
        return activity;
    }

    /// <summary>A received message is handled in the read path; the activity is current until it is disposed.</summary>
    public static Activity? FastDispatching(Connection connection, CephMessage message)
    {
        var activity = Source.StartActivity($"fast dispatch {MessageTypes.NameOf(message.Type)}", ActivityKind.Consumer, TracedCredits.ContextOf(message));
        if (activity is not null)
            Describe(activity, "dispatch", connection, message);
        return activity;
    }

    private static void Describe(Activity activity, string operation, Connection connection, CephMessage message)
    {
        activity.SetTag("messaging.system", "ceph");
        activity.SetTag("messaging.operation.name", operation);
        activity.SetTag("messaging.message.body.size", message.PayloadLength);
        activity.SetTag("ceph.peer", connection.ToString());
        activity.SetTag("ceph.session", connection.QueueId);
        activity.SetTag("ceph.message.type", MessageTypes.NameOf(message.Type));
        activity.SetTag("ceph.message.tid", message.Tid);
        if (message.Seq == 0)
            return;
        activity.SetTag("ceph.message.seq", message.Seq);
        activity.SetTag("ceph.message.source", message.Source.ToString());
    }

    private sealed class ByReference : IEqualityComparer<(object Outbox, CephMessage Message)>
    {
        public bool Equals((object Outbox, CephMessage Message) x, (object Outbox, CephMessage Message) y) =>
            ReferenceEquals(x.Outbox, y.Outbox) && ReferenceEquals(x.Message, y.Message);

        public int GetHashCode((object Outbox, CephMessage Message) key) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(key.Outbox), RuntimeHelpers.GetHashCode(key.Message));
    }
}

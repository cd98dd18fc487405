namespace CephActors;

/// <summary>
/// When a message given to a dispatcher counts as done. Until then it holds credits of the throttles it came through:
/// while too many messages are not done, the messenger stops reading sockets, and the peers have to wait.
/// </summary>
/// <remarks>
/// The messenger finds out by itself when a dispatcher has processed what it was given: it sends Akka's
/// <c>Identify</c> behind the messages, and every actor answers that, without code of its own, when everything before
/// it in its mailbox has been handled, asynchronous handlers included. A message whose handler threw counts as
/// processed. So does one that was stashed, piped to a task without waiting for it, or forwarded to another actor,
/// although work goes on: dispatchers of that kind choose <see cref="Explicit"/>. What a dispatcher had in its mailbox
/// when it died is done too, logged and counted as lost. A dispatcher must live in the messenger's own ActorSystem and
/// must not sort its mailbox. If it is a router, each of its local routees is asked.
/// </remarks>
public enum CompletionMode
{
    /// <summary>When the dispatcher has processed it. The safe default: memory is bounded by the throttles' limits.</summary>
    WhenProcessed,

    /// <summary>
    /// When somebody calls <see cref="CephMessage.Complete"/>. Until then the message holds the credits of its policy;
    /// those of the messenger's dispatch, which all connections share, are still given back when it has been processed,
    /// so that a dispatcher can hold messages of some peers back without stopping the others. A message that is never
    /// completed holds its share for ever.
    /// </summary>
    Explicit,
}

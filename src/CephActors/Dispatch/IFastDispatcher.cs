namespace CephActors;

/// <summary>
/// A handler that runs in the read path of a connection, without a queue or an actor in between: for messages whose
/// handling takes next to no time. What it takes is handled before anything queued, so fast and queued messages of one
/// connection may overtake each other.
/// </summary>
/// <remarks>
/// For one connection the calls come one after the other, for several at the same time: shared state needs its own
/// protection, and a lock that others hold for long stops the reading of sockets. An exception is logged, the message
/// counts as done, and the connection goes on.
/// Ceph: <c>src/msg/Dispatcher.h</c>, <c>ms_can_fast_dispatch</c>, <c>ms_fast_dispatch</c> and neighbours.
/// </remarks>
public interface IFastDispatcher
{
    /// <summary>
    /// When a message given to <see cref="FastDispatch"/> counts as done: when that has returned, or, with
    /// <see cref="CompletionMode.Explicit"/>, its policy's share only when <see cref="CephMessage.Complete"/> is called.
    /// </summary>
    public CompletionMode Completion => CompletionMode.WhenProcessed;

    /// <summary>
    /// Whether a message may be used for another one once it is done: as <see cref="DispatcherOptions.ReusesMessages"/>; what
    /// <see cref="FastPreprocess"/> was shown is then not kept either. While a dispatcher that does not say so has a
    /// <see cref="FastPreprocess"/> of its own, no message is used again. Asked when the dispatcher is added, and for each message.
    /// </summary>
    public bool ReusesMessages => false;

    /// <summary>
    /// Whether <see cref="FastDispatch"/> takes messages of a type. The first dispatcher of the fast chain that says
    /// yes is given the message. The answer must depend on the type alone: it may be asked any number of times.
    /// </summary>
    /// <param name="type">The type of a received message.</param>
    public bool CanFastDispatch(MessageType type);

    /// <summary>
    /// Shows every received message, whoever will take it, in the order of arrival and before it is queued or handled.
    /// All fast dispatchers are shown all messages.
    /// </summary>
    /// <param name="connection">Where it came from.</param>
    /// <param name="message">The message.</param>
    public void FastPreprocess(Connection connection, CephMessage message)
    {
    }

    /// <summary>
    /// Handles a message. Its connection may be one whose <see cref="ConnectionAccepted"/> has not been handled yet, or
    /// one that has been reset or marked down meanwhile.
    /// </summary>
    /// <param name="connection">Where it came from and where an answer goes.</param>
    /// <param name="message">The message.</param>
    public void FastDispatch(Connection connection, CephMessage message);

    /// <summary>
    /// A connection opened by this side has its session, at first or again. Called before any message of it arrives,
    /// while <see cref="ConnectionEstablished"/> takes its way through the queue. All fast dispatchers are called.
    /// </summary>
    /// <param name="connection">The connection.</param>
    public void FastConnect(Connection connection)
    {
    }

    /// <summary>As <see cref="FastConnect"/>, for a session that the peer opened.</summary>
    /// <param name="connection">The connection.</param>
    public void FastAccept(Connection connection)
    {
    }
}

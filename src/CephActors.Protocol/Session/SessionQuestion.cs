namespace CephActors.Session;

/// <summary>A connection as another one of its messenger sees it: the one that is registered for their peer.</summary>
internal interface IRegisteredConnection
{
    /// <summary>It has ended, and its address is free as soon as somebody takes it out of the table.</summary>
    public bool IsClosed { get; }

    /// <summary>Asks it. If it ends before it gets to the question, <see cref="SessionQuestion.AnswerAsClosed"/> is the answer.</summary>
    public void Ask(SessionQuestion question);
}

/// <summary>What an accepting connection wants to know of the registered one: what to do with a socket of their peer's.</summary>
/// <param name="number">Which of the asker's questions it is.</param>
/// <param name="request">What the peer said on that socket.</param>
/// <param name="socket">The socket, which the registered connection may take.</param>
/// <param name="asker">Takes the answer to the asker, from any thread.</param>
internal sealed class SessionQuestion(long number, IncomingRequest request, ISessionSocket socket, Action<SessionAnswer> asker)
{
    /// <summary>What the peer said.</summary>
    public IncomingRequest Request { get; } = request;

    /// <summary>The socket in question.</summary>
    public ISessionSocket Socket { get; } = socket;

    /// <summary>Tells the asker.</summary>
    public void Answer(AcceptDecision decision) => asker(new SessionAnswer(number, decision));

    /// <summary>Tells the asker that the connection asked is no more.</summary>
    public void AnswerAsClosed() => Answer(new AcceptDecision(AcceptVerdict.Open, 0, 1));
}

/// <summary>The answer to the asker's <see cref="SessionQuestion"/> of this number.</summary>
internal sealed record SessionAnswer(long Number, AcceptDecision Decision);

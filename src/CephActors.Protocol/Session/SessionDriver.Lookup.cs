namespace CephActors.Session;

/// <summary>Two connections of one peer meet: the accepting one asks, the registered one decides and may take the socket.</summary>
internal sealed partial class SessionDriver
{
    private long _asked;
    private ISessionSocket? _askedAbout;
    private SessionQuestion? _answering;

    /// <summary>Another connection asks this one, which is registered for their peer.</summary>
    public void OnQuestion(SessionQuestion question)
    {
        _answering = question;
        Step(new SessionInput.ConnectionRequested(question.Request));
        _answering = null;
    }

    /// <summary>The registered connection has answered.</summary>
    public void OnAnswer(SessionAnswer answer)
    {
        if (answer.Number != _asked || _askedAbout is not { } socket)
            return;
        _askedAbout = null;
        if (answer.Decision.TakesSocket)
        {
            // Its end is told to its new owner, also if this session has let go of it meanwhile.
            host.LetGo(socket);
            if (ReferenceEquals(Socket, socket))
                Forget();
        }

        Step(new SessionInput.ExistingAnswered(answer.Decision));
    }

    /// <summary>
    /// Asks the connection that is registered under the peer's address. Where there is none, this one is registered, if it is to
    /// be, in the same moment: of two that find nobody one would otherwise not be found by the other.
    /// </summary>
    private void LookUp(SessionEffect.LookUp lookUp)
    {
        var request = lookUp.Request;
        while (lookUp.Register ? !host.TryRegister(request.PeerAddresses, out var existing) : host.TryFind(request.PeerAddresses, out existing))
        {
            if (existing.IsClosed)
            {
                host.Unregister(request.PeerAddresses, existing);
                continue;
            }

            _askedAbout = Socket!;
            existing.Ask(new SessionQuestion(++_asked, request, _askedAbout, host.Answers));
            return;
        }

        host.Pause(() => Step(new SessionInput.NoExisting()));
    }

    private void AnswerRequest(AcceptDecision decision)
    {
        if (_answering is not { } question)
            throw new InvalidOperationException("A session answered a connect that nobody asked it about.");
        if (decision.TakesSocket)
            host.Pause(() => Replace(question, decision));
        else
            question.Answer(decision);
    }

    private void Replace(SessionQuestion question, AcceptDecision decision)
    {
        DropSocket();
        var incarnation = machine.Incarnation + 1;
        host.TakeOver(question.Socket, incarnation);
        Adopt(question.Socket);
        Step(new SessionInput.SocketAdopted(incarnation, question.Request));
        question.Answer(decision);
    }
}

using Akka.Actor;
using CephActors.Session;
using CephActors.Streams;

namespace CephActors.Actors;

/// <summary>Two connections of one peer meet: the accepting one asks, the registered one decides and may take the socket.</summary>
internal sealed partial class ConnectionActor
{
    private long _lookupId;
    private SocketStream? _asked;
    private ConnectionRequest? _answering;

    /// <summary>Registers this connection under its peer's address, or asks the one that is registered there.</summary>
    private void LookUp(IncomingRequest request)
    {
        while (!_services.Peers.TryRegister(request.PeerAddresses, _connection, out var existing))
        {
            if (existing.IsClosed)
            {
                _services.Peers.Remove(request.PeerAddresses, existing);
                continue;
            }

            // If it closes meanwhile its outbox answers for it.
            _asked = Socket!;
            existing.Outbox.Post(new ConnectionRequest(++_lookupId, request, _asked, Self));
            return;
        }

        _driver.Step(new SessionInput.NoExisting());
    }

    private void OnConnectionRequest(ConnectionRequest request)
    {
        _answering = request;
        _driver.Step(new SessionInput.ConnectionRequested(request.Request));
        _answering = null;
    }

    private void AnswerRequest(AcceptDecision decision)
    {
        if (_answering is not { } request)
            throw new InvalidOperationException("A session answered a connect that nobody asked it about.");
        if (decision.Verdict is AcceptVerdict.Replace or AcceptVerdict.ReplaceAfterReset)
        {
            _driver.DropSocket();
            var incarnation = _machine.Incarnation + 1;
            request.Socket.HandOver(Self, incarnation);
            Adopt(request.Socket);
            _driver.Step(new SessionInput.SocketAdopted(incarnation, request.Request));
        }

        request.Asker.Tell(new ExistingAnswer(request.LookupId, decision), Self);
    }

    private void OnExistingAnswer(ExistingAnswer answer)
    {
        if (answer.LookupId != _lookupId)
            return;
        _lookupId++;
        if (answer.Decision.Verdict is AcceptVerdict.Replace or AcceptVerdict.ReplaceAfterReset)
        {
            // Its end is told to its new owner, also if this session has let go of it meanwhile.
            _sockets.Remove(_asked!);
            if (ReferenceEquals(Socket, _asked))
                _driver.Forget();
        }

        _asked = null;
        _driver.Step(new SessionInput.ExistingAnswered(answer.Decision));
        StopWhenDone();
    }
}

/// <summary>Asks a registered connection what to do with a socket of its peer's.</summary>
internal sealed record ConnectionRequest(long LookupId, IncomingRequest Request, SocketStream Socket, IActorRef Asker);

/// <summary>The answer to a <see cref="ConnectionRequest"/>.</summary>
internal sealed record ExistingAnswer(long LookupId, AcceptDecision Decision);

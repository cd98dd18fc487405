using CephActors.Session;

namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>Two connections of one peer meet: questions and answers travel by mail, so that anything may happen in between.</summary>
internal sealed partial class TestConnection
{
    private readonly Queue<(long Stamp, Action Letter)> _mail = [];
    private (TestConnection Asker, long Question, TestSocket Socket, IncomingRequest Request)? _answering;
    private long _question;

    public long? Head => _mail.TryPeek(out var next) ? next.Stamp : null;

    public void Deliver() => _mail.Dequeue().Letter();

    private void Post(Action letter)
    {
        if (!_dead)
            _mail.Enqueue((_messenger.Net.NextStamp(), letter));
    }

    private void LookUp(SessionEffect.LookUp lookUp)
    {
        var (request, peers) = (lookUp.Request, _messenger.Peers);
        while (lookUp.Register ? !peers.TryRegister(request.PeerAddresses, this, out var existing) : peers.TryGet(request.PeerAddresses, out existing))
        {
            if (existing.IsClosed)
            {
                peers.Remove(request.PeerAddresses, existing);
                continue;
            }

            var (question, socket) = (++_question, _socket!);
            existing.Post(() => existing.Ask(this, question, socket, request));
            return;
        }

        Step(new SessionInput.NoExisting());
    }

    private void Ask(TestConnection asker, long question, TestSocket socket, IncomingRequest request)
    {
        _answering = (asker, question, socket, request);
        Step(new SessionInput.ConnectionRequested(request));
        _answering = null;
    }

    private void AnswerRequest(AcceptDecision decision)
    {
        var (asker, question, socket, request) = _answering!.Value;
        if (decision.TakesSocket)
        {
            _socket?.Close();
            Adopt(socket, Machine.Incarnation + 1);
            Step(new SessionInput.SocketAdopted(socket.Incarnation, request));
            if (socket.IsClosed)
                Step(new SessionInput.SocketLost(socket.Incarnation, Refused: false, "lost while it was handed over"));
        }

        asker.Post(() => asker.Take(question, decision));
    }

    private void Take(long question, AcceptDecision decision)
    {
        if (question != _question)
            return;
        _question++;
        if (decision.TakesSocket)
            _socket = null;
        Step(new SessionInput.ExistingAnswered(decision));
    }
}

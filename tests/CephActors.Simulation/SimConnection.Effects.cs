using System.Net;
using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>Carries out what the session asks for.</summary>
internal sealed partial class SimConnection
{
    private long _lookupId;
    private SimSocket? _asked;
    private ConnectionRequest? _answering;

    void ISessionHost.CarryOut(SessionEffect effect)
    {
        switch (effect)
        {
            case SessionEffect.Dial e: Dial(e); break;
            case SessionEffect.StartTimer e: StartTimer(e); break;
            case SessionEffect.StopTimer e: _timerVersions[(int)e.Timer]++; break;
            case SessionEffect.Raise e: Raise(e); break;
            case SessionEffect.DiscardDispatch: Messenger.Dispatcher.Discard(this); break;
            case SessionEffect.LookUp e: LookUp(e.Request); break;
            case SessionEffect.AnswerRequest e: AnswerRequest(e.Decision); break;
            case SessionEffect.Learned e: Messenger.Context.Addresses.Learn(e.Seen); break;
            case SessionEffect.Report e: _world.Trace?.Invoke($"{this}: {e.Text}"); break;
            case SessionEffect.Stopped: OnStopped(); break;
            default: throw new InvalidOperationException($"{effect.GetType().Name} is not carried out by anybody.");
        }
    }

    void ISessionHost.Stepped() => PeerAddresses = Machine.PeerAddresses;

    IReceiveGate? ISessionHost.Open() => Messenger.NewGate();

    void ISessionHost.WritingMessages()
    {
    }

    void ISessionHost.Accept(CephMessage message, ulong skipped)
    {
        _world.Ledger.Received(this, message, skipped);
        Messenger.Dispatcher.Add(this, message);
    }

    void ISessionHost.AcceptedBefore(CephMessage message)
    {
        _world.Counters.Duplicates++;
        _world.Trace?.Invoke($"{this}: message {message.Tid} under number {message.Seq} was received before, dropped");
    }

    void ISessionHost.KeepaliveReceived()
    {
    }

    void ISessionHost.KeepaliveAcknowledged(UTime stamp)
    {
    }

    private void Dial(SessionEffect.Dial dial)
    {
        if (dial.Target.Address is not { } ip || dial.Target.Port == 0)
        {
            _driver.Step(new SessionInput.SocketLost(dial.Incarnation, Refused: false, $"{dial.Target} cannot be dialled"));
            return;
        }

        var socket = new SimSocket(_world, this, dial.Incarnation);
        Adopt(socket);
        _world.Network.Dial(socket, Messenger, new IPEndPoint(ip, dial.Target.Port));
    }

    private void StartTimer(SessionEffect.StartTimer start)
    {
        var version = ++_timerVersions[(int)start.Timer];
        _world.After((long)start.Delay.TotalMicroseconds, () =>
        {
            if (_timerVersions[(int)start.Timer] == version && !_stopped)
                Tell(new TimerElapsed(start.Timer, version));
        });
    }

    private void Raise(SessionEffect.Raise raise)
    {
        _world.Trace?.Invoke($"{this}: event {raise.Event} {raise.Reason}");
        Messenger.Dispatcher.Add(this, raise.Event);
        _world.Ledger.Raised(this, raise.Event);
        if (raise.Event is SessionEvent.Accept)
            Messenger.OnAccepted(this);
    }

    private void OnStopped()
    {
        IsClosed = true;
        Messenger.Unregister(this);
        RejectOutbox();
        StopWhenDone();
    }

    private void LookUp(IncomingRequest request)
    {
        while (!Messenger.Peers.TryRegister(request.PeerAddresses, this, out var existing))
        {
            if (existing.IsClosed)
            {
                Messenger.Peers.Remove(request.PeerAddresses, existing);
                continue;
            }

            _asked = Socket!;
            var question = new ConnectionRequest(++_lookupId, request, _asked, this);
            existing.Outbox.Post(question);
            if (existing.IsClosed)
                Tell(new ExistingAnswer(question.LookupId, new AcceptDecision(AcceptVerdict.Open, 0, 1)));
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
        var request = _answering ?? throw new InvalidOperationException("A session answered a connect that nobody asked it about.");
        _world.Counters.Rows[decision.Row]++;
        if (decision.Verdict is AcceptVerdict.Replace or AcceptVerdict.ReplaceAfterReset)
        {
            _driver.DropSocket();
            var incarnation = Machine.Incarnation + 1;
            request.Socket.HandOver(this, incarnation);
            Adopt(request.Socket);
            _driver.Step(new SessionInput.SocketAdopted(incarnation, request.Request));
        }

        request.Asker.Tell(new ExistingAnswer(request.LookupId, decision));
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

        _driver.Step(new SessionInput.ExistingAnswered(answer.Decision));
        StopWhenDone();
    }

    private sealed record ExistingAnswer(long LookupId, AcceptDecision Decision);

    private sealed record ConnectionRequest(long LookupId, IncomingRequest Request, SimSocket Socket, SimConnection Asker);
}

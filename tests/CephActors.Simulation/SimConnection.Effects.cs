using System.Diagnostics.CodeAnalysis;
using System.Net;
using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>Carries out what the session asks for.</summary>
internal sealed partial class SimConnection
{
    private Action<SessionAnswer>? _answers;

    void ISessionHost.CarryOut(SessionEffect effect)
    {
        switch (effect)
        {
            case SessionEffect.Dial e: Dial(e); break;
            case SessionEffect.StartTimer e: StartTimer(e); break;
            case SessionEffect.StopTimer e: _timerVersions[(int)e.Timer]++; break;
            case SessionEffect.Raise e: Raise(e); break;
            case SessionEffect.DiscardDispatch: Messenger.Dispatcher.Discard(this); break;
            case SessionEffect.Learned e: Messenger.Context.Addresses.Learn(e.Seen); break;
            case SessionEffect.Report e: _world.Trace?.Invoke($"{this}: {e.Text}"); break;
            case SessionEffect.Stopped: OnStopped(); break;
            default: throw new InvalidOperationException($"{effect.GetType().Name} is not carried out by anybody.");
        }
    }

    void ISessionHost.Stepped(SessionInput input)
    {
        PeerAddresses = Machine.PeerAddresses;
        _world.SessionStepped?.Invoke(_state, input, Machine.State);
        _state = Machine.State;
    }

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

        var socket = new SimSocket(_world, this, dial.Incarnation, Codec);
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
        // Its user has marked it down and expects to hear nothing more, also of what happened before the command got here.
        if (!_silent)
            Messenger.Dispatcher.Add(this, raise.Event);
        _world.Ledger.Raised(this, raise.Event);
        if (raise.Event is SessionEvent.Accept)
            Messenger.OnAccepted(this);
    }

    private void OnStopped()
    {
        IsClosed = true;
        Messenger.Unregister(this);
        CloseOutbox();
        StopWhenDone();
    }

    /// <summary>Messages that are still in line are gone, as those in the queues.</summary>
    private void CloseOutbox()
    {
        while (Outbox.TryTake(out var item))
        {
            if (item is SessionQuestion question)
                question.AnswerAsClosed();
            else if (item is CephMessage message)
                Release(message);
        }

        Outbox.Close();
    }

    bool ISessionHost.TryRegister(EntityAddressVector peer, [NotNullWhen(false)] out IRegisteredConnection? existing)
    {
        var registered = Messenger.Peers.TryRegister(peer, this, out var other);
        existing = other;
        return registered;
    }

    bool ISessionHost.TryFind(EntityAddressVector peer, [NotNullWhen(true)] out IRegisteredConnection? existing)
    {
        var found = Messenger.Peers.TryGet(peer, out var other);
        existing = other;
        return found;
    }

    void ISessionHost.Unregister(EntityAddressVector peer, IRegisteredConnection other) =>
        Messenger.Peers.Remove(peer, (SimConnection)other);

    Action<SessionAnswer> ISessionHost.Answers => _answers ??= answer =>
    {
        _world.Counters.Rows[answer.Decision.Row]++;
        if (answer.Decision.Verdict is AcceptVerdict.Stale)
            _world.Counters.Stale++;
        // While another socket is being moved in, Ceph has the peer ask again as fast as it can.
        if (answer.Decision.Row == 2)
            Socket?.Other?.AskedToRetry();
        Tell(answer);
    };

    void ISessionHost.TakeOver(ISessionSocket socket, long incarnation)
    {
        ((SimSocket)socket).HandOver(this, incarnation);
        _sockets.Add((SimSocket)socket);
    }

    void ISessionHost.LetGo(ISessionSocket socket) => _sockets.Remove((SimSocket)socket);

    void IRegisteredConnection.Ask(SessionQuestion question) => Outbox.Post(question);
}

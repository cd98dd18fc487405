using System.Net;
using CephActors.Dispatch;
using CephActors.Session;
using CephActors.Streams;
using CephActors.Telemetry;

namespace CephActors.Actors;

/// <summary>Carries out what the session machine asks for.</summary>
internal sealed partial class ConnectionActor
{
    void ISessionHost.CarryOut(SessionEffect effect)
    {
        switch (effect)
        {
            case SessionEffect.Dial e: Dial(e); break;
            case SessionEffect.StartTimer e: StartTimer(e); break;
            case SessionEffect.StopTimer e: Timers.Cancel(e.Timer); break;
            case SessionEffect.Raise e: Raise(e); break;
            case SessionEffect.DiscardDispatch: DiscardDispatch(); break;
            case SessionEffect.Learned e: Learn(e.Seen); break;
            case SessionEffect.Report e: Log(e.Line, [_connection, .. e.Arguments]); break;
            case SessionEffect.Stopped: OnStopped(); break;
            default: throw new InvalidOperationException($"{effect.GetType().Name} is not carried out by anybody.");
        }
    }

    private void StartTimer(SessionEffect.StartTimer timer)
    {
        Timers.StartSingleTimer(timer.Timer, new TimerElapsed(timer.Timer), timer.Delay);
        if (timer.Timer is SessionTimer.Backoff)
            _services.Observer?.BackingOff(_connection, timer.Delay);
    }

    private void Dial(SessionEffect.Dial dial)
    {
        _services.Observer?.Dialling(_connection);
        if (dial.Target.Address is not { } ip || dial.Target.Port == 0)
        {
            _driver.Step(new SessionInput.SocketLost(dial.Incarnation, Refused: false, $"{dial.Target} cannot be dialled"));
            return;
        }

        Adopt(SocketStream.Open(
            _services.Transport,
            new IPEndPoint(ip, dial.Target.Port),
            _services.Sockets,
            _codec,
            Self,
            dial.Incarnation,
            _services.Materializer));
    }

    private void Adopt(SocketStream socket)
    {
        _driver.Adopt(socket);
        _sockets.Add(socket);
    }

    private void DiscardDispatch()
    {
        // What came in before belongs to what is discarded.
        Deliver();
        _late.Discard();
        _services.Dispatch.Tell(new DispatchActor.DiscardConnection(_connection), Self);
    }

    private void Raise(SessionEffect.Raise raise)
    {
        _services.Watch.Raised(raise.Event);
        if (raise.Event is SessionEvent.Reset)
            _connection.Asks?.Fail(AskFailure.Reset, raise.Reason);
        else if (raise.Event is SessionEvent.RemoteReset)
            _connection.Asks?.Fail(AskFailure.RemoteReset, "the peer has forgotten the session");

        // Its user has marked it down and expects to hear nothing more, also of what happened before the command got here.
        if (_connection.IsSilent)
            return;
        _services.Dispatch.Tell(ToRecord(raise), Self);
        if (raise.Event is SessionEvent.Connect)
            _services.Fast.Connect(_connection);
        else if (raise.Event is SessionEvent.Accept)
            _services.Fast.Accept(_connection);
    }

    private object ToRecord(SessionEffect.Raise raise) => raise.Event switch
    {
        SessionEvent.Connect => new ConnectionEstablished(_connection),
        SessionEvent.Accept => new ConnectionAccepted(_connection),
        SessionEvent.RemoteReset => new ConnectionRemoteReset(_connection),
        SessionEvent.Refused => new ConnectionRefused(_connection),
        _ => new ConnectionReset(_connection, raise.Reason),
    };

    private void Learn(EntityAddress seen)
    {
        if (_services.Session.Addresses.Learn(seen))
        {
            _services.AddressesChanged();
            Log(MessengerLogLines.AddressLearned, _connection, _services.Session.Addresses.Current);
            PauseAfterLearning();
        }
    }


    private void OnSocketConnected(SocketConnected e)
    {
        if (ReferenceEquals(e.Socket, Socket))
            _services.Observer?.Owns(_connection, e.Info);
        _driver.Step(new SessionInput.SocketConnected(e.Incarnation));
    }

    private void OnSocketTerminated(SocketTerminated e)
    {
        if (_machine.Handshake >= HandshakeStep.Banner && ReferenceEquals(e.Socket, Socket))
            Pause(() => Lose(e));
        else
            Lose(e);
    }

    private void Lose(SocketTerminated e)
    {
        _sockets.Remove(e.Socket);
        if (ReferenceEquals(e.Socket, Socket))
            _driver.Forget();
        if (e.End.Error is { } fatal && e.Incarnation == _machine.Incarnation && _dice?.Faults.DieOnBadMessage == true)
            Die("die-on-bad-message", $"bad frame: {fatal}");
        _driver.Step(e.End.Error is { } error
            ? new SessionInput.FrameRefused(e.Incarnation, error)
            : new SessionInput.SocketLost(e.Incarnation, e.End.Kind is SocketEndKind.Refused, e.End.Reason));
        if (e.Socket.Info is { } info)
            _services.Observer?.Lost(_connection, info);
        StopWhenDone();
    }

    private void OnStopped()
    {
        _connection.TryClose();
        _services.Unregister(_connection);
        _connection.Outbox.Close();
        StopWhenDone();
    }

    /// <summary>Sockets may still hand in frames whose throttles have to be returned; the actor waits for their end.</summary>
    private void StopWhenDone()
    {
        if (_machine.State is SessionState.Closed && _sockets.Count == 0)
            Context.Stop(Self);
    }

    void ISessionHost.Stepped(SessionInput input)
    {
        ShowFacts();
        WatchFaults();
        _services.Observer?.Stepped(_connection, _machine.State);
    }

    /// <summary>Shows users what the session is now.</summary>
    private void ShowFacts()
    {
        var old = _connection.Facts;
        var facts = new ConnectionFacts(
            _machine.PeerAddresses,
            _machine.PeerType,
            _machine.Policy,
            _machine.Terms?.Features ?? 0,
            _machine.IsOpen,
            _machine.Anonymous,
            _machine.State,
            _machine.PeerIdentity);
        if (facts != old)
            _connection.Facts = facts;
    }
}

using CephActors.Actors;
using CephActors.Auth;
using CephActors.Encoding;
using CephActors.Messages;
using CephActors.Telemetry;

namespace CephActors.Mon;

/// <summary>Authentication, and what goes on in a session.</summary>
internal sealed partial class MonClientActor
{
    private string? OnAuthReply(MonAttempt attempt, MAuthReply reply)
    {
        attempt.IsRenewing = false;
        var step = attempt.Auth.HandleReply(reply.Protocol, reply.Result, reply.GlobalId, reply.Payload.Span, Now);
        switch (step.Outcome)
        {
            case MonAuthOutcome.Send:
                attempt.Send(attempt.Auth.Request(step.Payload), Epoch);
                break;
            case MonAuthOutcome.Failed:
                OnRefused(attempt, step, reply.Text);
                break;
            case MonAuthOutcome.Done when attempt == _session:
                Adopt(attempt.Auth);
                break;
            default:
                OpenSession(attempt);
                break;
        }

        return null;
    }

    /// <summary>Protocol v2: connections to monitors authenticate as this client while they open, and tell what came of it.</summary>
    private void AuthenticateInHandshakes()
    {
        var (self, setup, scheduler) = (Self, _setup, Context.System.Scheduler);
        var session = setup.Messenger.Services.Session;
        session.AuthClient = new AuthClient(
            SessionContextFactory.Registry(setup.Messenger.Services.Settings),
            () => session.AuthorizerSource,
            (peer, terms) => new MonAuthExchange(
                new MonAuthClient(setup.Identity, setup.View.Tickets, setup.Random),
                terms,
                () => scheduler.Now.ToUniversalTime(),
                (auth, step) => self.Tell(new ExchangeEnded(peer, auth, step), self)));
    }

    private void OnExchangeEnded(ExchangeEnded ended)
    {
        if (_attempts.Values.FirstOrDefault(attempt => attempt.Connection.PeerAddresses == ended.Peer) is not { } attempt)
            return;
        if (ended.Step is AuthClientStep.Failed failed)
            OnRefused(attempt, MonAuthStep.Fail(failed.Errno, failed.Reason), "");
        else
            attempt.Auth = ended.Auth;
    }

    private void OnEstablished(Connection connection)
    {
        if (_attempts.GetValueOrDefault(connection) is not { Auth.IsAuthenticated: true } attempt)
            return;

        // What the handshake did not bring: missing tickets, and the secrets of the own service.
        if (attempt.Auth.Renew(Now) is { } request)
            attempt.Send(request, Epoch);
        else
            OpenSession(attempt);
    }

    private void OnRefused(MonAttempt attempt, in MonAuthStep step, string text)
    {
        var reason = text.Length > 0 ? $"{step.Reason}: {text}" : step.Reason!;
        _lastTrouble = $"{attempt.Candidate}: {reason}";
        if (attempt == _session)
        {
            _log.Write(attempt.Connection, MonLogLines.NotRenewed, attempt.Candidate, reason);
            StartHunt();
            return;
        }

        attempt.Connection.MarkDown();
        _attempts.Remove(attempt.Connection);
        if (step.Errno == Errno.EACCES && _mayStartAfresh && _view.Tickets.GlobalId != 0)
        {
            // The ticket that proves the global id is older than the secrets monitors keep: become somebody new, once.
            _log.Write(attempt.Connection, MonLogLines.StartsAfresh, attempt.Candidate, _view.Tickets.GlobalId);
            _mayStartAfresh = false;
            _view.Tickets.Adopt(new TicketStore());
            StartHunt();
            return;
        }

        _log.Write(attempt.Connection, MonLogLines.Refused, attempt.Candidate, reason);
        _refusal = new MonClientException(step.Errno, $"{attempt.Candidate}: {reason}");
        if (_attempts.Count > 0)
            return;
        FailAll(_refusal);
        _refusal = null;
    }

    private void OpenSession(MonAttempt attempt)
    {
        _attempts.Remove(attempt.Connection);
        LeaveAll();
        _session = attempt;
        _sessionSince = Now;
        _mayStartAfresh = true;
        _everOpened = true;
        Adopt(attempt.Auth);
        _view.Method = attempt.Auth.Method;
        _view.Monitor = attempt.Connection.PeerAddresses;
        _hunt.SessionAlive();
        _log.Write(attempt.Connection, MonLogLines.Opened, attempt.Candidate, _setup.Identity.Name, attempt.Auth.GlobalId);
        Timers.StartPeriodicTimer(TickTimer, Tick.Instance, _setup.Settings.PingInterval);
        attempt.Connection.Send(new MMonSubscribe(
            new Dictionary<string, MonSubscription>
            {
                ["monmap"] = MonSubscription.From(Epoch == 0 ? 0 : Epoch + 1),
                ["config"] = MonSubscription.From(0),
            },
            HostName()).ToMessage(features: attempt.Connection.Features));
        _commands.SendAllAgain();
        SessionOpened();
        FlushCommands();
    }

    private void Adopt(MonAuthClient auth)
    {
        _view.Tickets.Adopt(auth.Tickets);
        _view.ServiceSecrets = auth.ServiceSecrets ?? _view.ServiceSecrets;
    }

    private string? OnMonMap(MonMap map)
    {
        if (_view.Map is { } held && held.Fsid == map.Fsid && held.Epoch > map.Epoch)
            return null;
        _view.Map = map;
        MonMapCame(map);
        if (_session is not { } session)
            return null;
        if (!MonCandidate.From(map, _setup.Messenger).Any(candidate => candidate.Addresses.Any(session.Candidate.Addresses.Contains)))
        {
            _log.Write(session.Connection, MonLogLines.NotInMap, session.Candidate, map.Epoch);
            StartHunt();
            return null;
        }

        FlushCommands();
        return null;
    }

    private string? OnConfig(MConfig config)
    {
        _view.Configuration = config.Options;
        return null;
    }

    /// <summary>The connection must live and the peer must have answered a keepalive lately. Ceph: <c>MonClient::tick</c>.</summary>
    private void CheckSession(MonAttempt session)
    {
        var now = Now;
        var connection = session.Connection;
        if (connection.IsClosed)
        {
            // Somebody else marked it down, of which nobody is told.
            _log.Write(connection, MonLogLines.Lost, session.Candidate, "its connection was marked down");
            StartHunt();
            return;
        }

        var heard = connection.LastKeepaliveAck is { } ack && ack > _sessionSince ? ack : _sessionSince;
        var timeout = _setup.Settings.PingTimeout;
        if (timeout > TimeSpan.Zero && now - heard > timeout && CephFeatures.HasFeature(connection.Features, CephFeatures.MsgrKeepalive2))
        {
            _log.Write(connection, MonLogLines.Silent, session.Candidate, now - heard);
            StartHunt();
            return;
        }

        connection.SendKeepalive();
        _hunt.SessionAlive();
        if (!session.IsRenewing && session.Auth.Renew(now) is { } request)
        {
            session.IsRenewing = true;
            session.Send(request, Epoch);
        }

        FlushCommands();
    }

    private static string HostName()
    {
        var name = Environment.MachineName;
        var dot = name.IndexOf('.');
        return dot < 0 ? name : name[..dot];
    }
}

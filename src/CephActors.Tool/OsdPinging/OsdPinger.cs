using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using CephActors.Messages;
using CephActors.Tool.Mons;
using CephActors.Tool.Peers;
using CephActors.Tool.Pinging;

namespace CephActors.Tool.OsdPinging;

/// <summary>
/// Pings an OSD as other OSDs do, at its heartbeat addresses, and keeps a session with its public address alive. A lost ping is followed by a look at the
/// OSD map, if that is where the addresses are from: the OSD may have started again elsewhere. Ceph: <c>OSD::handle_osd_ping</c>.
/// </summary>
internal sealed class OsdPinger : IAsyncDisposable
{
    // Between looks at whether a keepalive was answered, of which nobody is told.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2);

    private readonly MonSession _session;
    private readonly OsdPingOptions _options;
    private readonly TextWriter _lines;
    private readonly PeerEvents _events = new(MessageType.OsdPing);
    private readonly List<OsdTarget> _targets = [];
    private ActorSystem? _peer;
    private CephMessenger? _heartbeats;
    private Guid _fsid;
    private bool _isUp = true;

    /// <param name="session">Tells the cluster's id and the OSD map, and has the tickets.</param>
    /// <param name="options">Which OSD and how.</param>
    /// <param name="lines">Gets a line for each ping.</param>
    public OsdPinger(MonSession session, OsdPingOptions options, TextWriter lines)
    {
        _session = session;
        _options = options;
        _lines = lines;
        _events.Attach(session.Messenger, session.System);
    }

    /// <summary>What was found, by messenger.</summary>
    public IReadOnlyList<PingReport> Reports => [.. _targets.Select(target => target.Report)];

    /// <summary>Sends all pings.</summary>
    /// <exception cref="CommandFailure">There is no such OSD.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _fsid = (await _session.Client.GetMonMapAsync(cancellationToken).ConfigureAwait(false)).Fsid;
        _targets.AddRange(_options.Addresses.Select(addresses => new OsdTarget("given", addresses)));
        _heartbeats = BecomeOsd((await LookUpAsync(cancellationToken).ConfigureAwait(false)).MaxOsd);
        using var pause = _options.Interval > TimeSpan.Zero ? new PeriodicTimer(_options.Interval) : null;
        for (var number = 1; number <= _options.Count; number++)
        {
            if (number > 1 && pause is not null)
                await pause.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            var lost = false;
            foreach (var target in _targets)
            {
                var line = await PingAsync(target, cancellationToken).ConfigureAwait(false);
                lost |= target.Report.LastWasLost;
                await _lines.WriteLineAsync($"seq={number} {target.Role} {target.Addresses} {line}").ConfigureAwait(false);
            }

            if (lost)
                await LookUpAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_peer is not null)
            await ToolSystem.StopAsync(_peer).ConfigureAwait(false);
    }

    /// <summary>
    /// A messenger with the first number that no OSD has. An OSD keeps room for every number up to that of who pings it: it dies of a client's, which is −1,
    /// and would of a very high one. Ceph: <c>OSDService::get_hb_stamps</c>.
    /// </summary>
    private CephMessenger BecomeOsd(int number)
    {
        _peer = ToolSystem.Start("osd", string.Create(CultureInfo.InvariantCulture, $$"""
            ceph.messenger {
              name = "osd.{{number}}"
              default-policy = "lossy-client"
              {{_session.Access.ModeSettings}}
            }
            """), _session.Access.Verbose);
        var messenger = _peer.CephMessenger();
        _session.Client.ShareWith(messenger);
        _events.Attach(messenger, _peer);
        return messenger;
    }

    private async Task<OsdMapDump> LookUpAsync(CancellationToken cancellationToken)
    {
        var result = await _session.Client.CommandAsync(OsdMapDump.Command, cancellationToken: cancellationToken).ConfigureAwait(false);
        var dump = OsdMapDump.Read(result.EnsureSuccess().OutputText);
        if (_options.Osd is not { } osd)
            return dump;
        var entry = dump.Find(osd);
        _isUp = entry.IsUp;
        foreach (var (role, addresses) in entry.Addresses)
        {
            if (_targets.Find(target => target.Role == role) is { } known)
                known.Addresses = addresses;
            else
                _targets.Add(new OsdTarget(role, addresses));
        }

        return dump;
    }

    /// <summary>Sends one ping; the text says what came of it.</summary>
    private async Task<string> PingAsync(OsdTarget target, CancellationToken cancellationToken)
    {
        target.Report.Begin();
        if (!_isUp)
            return "the OSD is not up";
        if (target.Connection is null or { IsClosed: true })
        {
            var reason = await ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            if (reason is not null)
                return reason;
        }

        return target.AnswersHeartbeats
            ? await HeartbeatAsync(target, cancellationToken).ConfigureAwait(false)
            : await KeepAliveAsync(target, cancellationToken).ConfigureAwait(false);
    }

    private Task<string?> ConnectAsync(OsdTarget target, CancellationToken cancellationToken)
    {
        target.Connection = (target.AnswersHeartbeats ? _heartbeats! : _session.Messenger).ConnectTo(target.Addresses, EntityType.Osd);
        return _events.WhyNotOpenAsync(target.Connection, _options.Timeout, cancellationToken);
    }

    private async Task<string> HeartbeatAsync(OsdTarget target, CancellationToken cancellationToken)
    {
        var ping = new MOSDPing(_fsid, 1, OsdPingOperation.Ping, UTime.From(TimeProvider.System.GetUtcNow()));
        var sentAt = Stopwatch.GetTimestamp();
        target.Connection!.Send(ping.ToMessage());
        while (true)
        {
            switch (await _events.NextAsync(Left(sentAt), cancellationToken).ConfigureAwait(false))
            {
                case null:
                    return NoAnswer;
                case PeerEvent.Died e when e.Connection == target.Connection:
                    return $"connection lost: {e.Reason}";
                case PeerEvent.Answered e when e.Connection == target.Connection && IsAnswer(e.Message, ping):
                    return Answered(target, Stopwatch.GetElapsedTime(sentAt, e.At));
            }
        }
    }

    private async Task<string> KeepAliveAsync(OsdTarget target, CancellationToken cancellationToken)
    {
        var connection = target.Connection!;
        var before = connection.LastKeepaliveAck;
        var sentAt = Stopwatch.GetTimestamp();
        connection.SendKeepalive();
        using var glance = new PeriodicTimer(Glance);
        while (connection.LastKeepaliveAck == before)
        {
            if (connection.IsClosed)
                return "connection lost";
            if (Left(sentAt) <= TimeSpan.Zero)
                return NoAnswer;
            await glance.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }

        return $"{Answered(target, Stopwatch.GetElapsedTime(sentAt))} (keepalive)";
    }

    /// <summary>An OSD may answer more than once: it also tells a sender that is not in its map.</summary>
    private static bool IsAnswer(CephMessage message, MOSDPing ping) =>
        MOSDPing.TryDecode(message, out var reply, out _) && reply.Operation == OsdPingOperation.PingReply && reply.PingStamp == ping.PingStamp;

    private static string Answered(OsdTarget target, TimeSpan time)
    {
        target.Report.Add(time);
        return string.Create(CultureInfo.InvariantCulture, $"time={time.TotalMilliseconds:0.000} ms");
    }

    private TimeSpan Left(long since) => _options.Timeout - Stopwatch.GetElapsedTime(since);

    private string NoAnswer => string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.Timeout.TotalSeconds:0.###} s");
}

using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using CephActors.Tool.Mons;
using CephActors.Tool.Peers;

namespace CephActors.Tool.Pinging;

/// <summary>Pings a messenger: one ping at a time, each answered or lost before the next.</summary>
internal sealed class Pinger : IAsyncDisposable
{
    private const string Remedy =
        "; give a key with --keyring FILE or --key, and --name unless it is that of client.admin, or a --conf that leads to one";

    private readonly PingOptions _options;
    private readonly TextWriter _lines;
    private readonly MonAccess? _access;
    private readonly bool _verbose;
    private readonly PeerEvents _events = new(MessageType.Ping);
    private readonly byte[] _data;
    private MonSession? _session;
    private ActorSystem? _system;
    private PeerDialler? _dialler;
    private Connection? _connection;
    private int _lateAnswers;

    /// <param name="options">Whom and how.</param>
    /// <param name="lines">Gets a line for each ping.</param>
    /// <param name="access">Who pings, for peers that want to know; null for nobody in particular.</param>
    /// <param name="verbose">Log everything.</param>
    public Pinger(PingOptions options, TextWriter lines, MonAccess? access = null, bool verbose = false)
    {
        _options = options;
        _lines = lines;
        _access = access;
        _verbose = verbose;
        Report = new PingReport($"{options.Address}");
        _data = new byte[options.Size];
        new Random(options.Size).NextBytes(_data);
    }

    /// <summary>What was found, also when pinging failed on the way.</summary>
    public PingReport Report { get; }

    /// <summary>Sends all pings.</summary>
    /// <exception cref="CommandFailure">There is no connection, or no more.</exception>
    /// <exception cref="MonClientException">The monitors do not let us in.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await _lines.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"PING {_options.Address} ({PeerTypes.NameOf(Report.PeerType)}), {_options.Size} bytes of data")).ConfigureAwait(false);
        using var pause = _options.Interval > TimeSpan.Zero ? new PeriodicTimer(_options.Interval) : null;
        for (var number = 1; number <= _options.Count; number++)
        {
            if (number > 1 && pause is not null)
                await pause.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            await _lines.WriteLineAsync($"seq={number} {await PingAsync(number, cancellationToken).ConfigureAwait(false)}").ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync().ConfigureAwait(false);
        else if (_system is not null)
            await ToolSystem.StopAsync(_system).ConfigureAwait(false);
    }

    private async Task<PeerDialler> StartAsync(CancellationToken cancellationToken)
    {
        if (_access is not null)
        {
            _session = await MonSession.OpenAsync(_access, cancellationToken).ConfigureAwait(false);
            _events.Attach(_session.Messenger, _session.System);
            return new PeerDialler(_session.Messenger, _events, _options.Address, _options.Timeout);
        }

        _system = ToolSystem.Start("ping", """
            ceph.messenger {
              name = "client.-1"
              default-policy = "lossy-client"
            }
            """, _verbose);
        var messenger = _system.CephMessenger();
        _events.Attach(messenger, _system);
        return new PeerDialler(messenger, _events, _options.Address, _options.Timeout, Remedy);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _dialler ??= await StartAsync(cancellationToken).ConfigureAwait(false);
        var known = Report.PeerType != EntityType.None ? Report.PeerType : _options.PeerType;
        _connection = await _dialler.ConnectAsync(known, cancellationToken).ConfigureAwait(false);
        _lateAnswers = 0;
        Report.PeerType = _connection.PeerType;
    }

    /// <summary>Sends one ping; the text says what came of it.</summary>
    private async Task<string> PingAsync(int number, CancellationToken cancellationToken)
    {
        if (_connection is null || _connection.IsClosed)
            await ConnectAsync(cancellationToken).ConfigureAwait(false);
        Report.Begin();
        var sentAt = Stopwatch.GetTimestamp();
        _connection!.Send(new CephMessage(MessageType.Ping, default, default, _data.AsMemory()) { Tid = (ulong)number });
        while (true)
        {
            switch (await _events.NextAsync(_options.Timeout - Stopwatch.GetElapsedTime(sentAt), cancellationToken).ConfigureAwait(false))
            {
                case null:
                    _lateAnswers++;
                    return string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.Timeout.TotalSeconds:0.###} s");
                case PeerEvent.Died e when e.Connection == _connection:
                    return $"connection lost: {e.Reason}";
                case PeerEvent.Answered e when e.Connection == _connection && IsAnswerTo(number, e.Message):
                    var time = Stopwatch.GetElapsedTime(sentAt, e.At);
                    Report.Add(time);
                    return string.Create(CultureInfo.InvariantCulture, $"bytes={e.Message.PayloadLength} time={time.TotalMilliseconds:0.000} ms");
            }
        }
    }

    /// <summary>A monitor does not repeat the tid, but answers in turn: its first answers belong to pings given up.</summary>
    private bool IsAnswerTo(int number, CephMessage answer)
    {
        if (answer.Tid != 0)
            return answer.Tid == (ulong)number;
        if (_lateAnswers == 0)
            return true;
        _lateAnswers--;
        return false;
    }
}

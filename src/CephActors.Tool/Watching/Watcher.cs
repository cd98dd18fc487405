using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using CephActors.Tool.Peers;

namespace CephActors.Tool.Watching;

/// <summary>Asks a messenger what it is doing, over a connection to it that is made again where it is lost.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly WatchOptions _options;
    private readonly ActorSystem _system;
    private readonly PeerEvents _events = new(MessageType.MessengerDumpReply);
    private readonly PeerDialler _dialler;
    private EntityType? _kind;
    private Connection? _connection;
    private ulong _tid;

    public Watcher(WatchOptions options)
    {
        _options = options;
        _kind = options.PeerType;
        _system = ToolSystem.Start("top", """
            ceph.messenger {
              name = "client.-1"
              default-policy = "lossy-client"
            }
            """, options.Verbose);
        var messenger = _system.CephMessenger();
        _events.Attach(messenger, _system);
        _dialler = new PeerDialler(messenger, _events, options.Address, options.Timeout);
    }

    /// <summary>Takes a picture.</summary>
    /// <exception cref="CommandFailure">There is no session, or no answer.</exception>
    public async Task<MessengerDump> LookAsync(CancellationToken cancellationToken)
    {
        if (_connection is null || _connection.IsClosed)
        {
            _connection = await _dialler.ConnectAsync(_kind, cancellationToken).ConfigureAwait(false);
            _kind = _connection.PeerType;
        }

        var tid = ++_tid;
        var askedAt = Stopwatch.GetTimestamp();
        _connection.Send(new CephMessage(MessageType.MessengerDump) { Tid = tid });
        while (true)
        {
            switch (await _events.NextAsync(_options.Timeout - Stopwatch.GetElapsedTime(askedAt), cancellationToken).ConfigureAwait(false))
            {
                case null:
                    throw new CommandFailure(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{_options.Address}: no answer within {_options.Timeout.TotalSeconds:0.###} s; a messenger answers where ceph.messenger.admin is on"));
                case PeerEvent.Died e when e.Connection == _connection:
                    throw new CommandFailure($"{_options.Address}: {e.Reason}");
                case PeerEvent.Answered e when e.Connection == _connection && e.Message.Tid == tid:
                    return Read(e.Message);
            }
        }
    }

    public async ValueTask DisposeAsync() => await ToolSystem.StopAsync(_system).ConfigureAwait(false);

    private MessengerDump Read(CephMessage answer)
    {
        try
        {
            return MessengerDump.Parse(answer.Data.ToArray());
        }
        catch (FormatException damaged)
        {
            throw new CommandFailure($"{_options.Address}: {damaged.Message}");
        }
    }
}

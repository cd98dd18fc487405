using Akka.Actor;

namespace CephActors.Tool.Bench;

/// <summary>Answers requests as fast as they come. The dialect says how clients are served; all others get lossy sessions without state.</summary>
internal sealed class BenchServer : IFastDispatcher, IAsyncDisposable
{
    private readonly BenchServerOptions _options;
    private readonly ActorSystem _system = BenchSystem.Start("bench-server", EntityName.Osd(0), nonce: "0");
    private readonly ReadOnlyMemory<byte> _data;
    private long _answered;

    private BenchServer(BenchServerOptions options)
    {
        _options = options;
        _data = new byte[options.ReplySize];
    }

    /// <summary>Where it listens.</summary>
    public EntityAddressVector Addresses { get; private set; } = EntityAddressVector.Empty;

    /// <summary>Requests answered so far.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Starts it; it listens when this returns.</summary>
    /// <exception cref="CephMessengerException">The address cannot be had.</exception>
    public static async Task<BenchServer> StartAsync(BenchServerOptions options)
    {
        var server = new BenchServer(options);
        try
        {
            await server.ListenAsync().ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public bool ReusesMessages => true;

    public bool CanFastDispatch(MessageType type) => type == _options.Dialect.RequestType;

    public void FastDispatch(Connection connection, CephMessage message) => Answer(connection, message);

    public async ValueTask DisposeAsync() => await ToolSystem.StopAsync(_system).ConfigureAwait(false);

    private void Answer(Connection connection, CephMessage request)
    {
        Interlocked.Increment(ref _answered);
        connection.Send(_options.Dialect.CreateReply(request, _data));
    }

    private async Task ListenAsync()
    {
        var messenger = _system.CephMessenger();
        messenger.SetDefaultPolicy(Policy.StatelessServer);
        messenger.SetPolicy(EntityType.Client, _options.Dialect.ServesClientsBy);
        if (_options.Dispatch is BenchDispatch.Fast)
            messenger.AddFastDispatcherTail(this);
        else
            BenchSystem.AddActor([messenger], _system, _options.Dialect.RequestType, Answer);
        Addresses = await messenger.BindAsync(_options.Bind).ConfigureAwait(false);
    }
}

using Akka.Actor;

namespace CephActors.Tool.Mons;

/// <summary>A session with one of the monitors, for as long as a command takes.</summary>
internal sealed class MonSession : IAsyncDisposable
{
    private MonSession(MonAccess access, ActorSystem system, CephMessenger messenger, MonClient client)
    {
        Access = access;
        System = system;
        Messenger = messenger;
        Client = client;
    }

    /// <summary>How it was got.</summary>
    public MonAccess Access { get; }

    public ActorSystem System { get; }

    /// <summary>Has the tickets for other daemons.</summary>
    public CephMessenger Messenger { get; }

    public MonClient Client { get; }

    /// <summary>Finds a monitor and authenticates.</summary>
    /// <exception cref="MonClientException">None lets this client in.</exception>
    /// <exception cref="CommandFailure">Nobody is there.</exception>
    public static async Task<MonSession> OpenAsync(MonAccess access, CancellationToken cancellationToken)
    {
        var system = ToolSystem.Start("mon", $$"""
            ceph.messenger {
              name = "client.-1"
              default-policy = "lossy-client"
              {{access.ModeSettings}}
            }
            """, access.Verbose);
        try
        {
            var messenger = system.CephMessenger();
            var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            messenger.AddDispatcherTail(system.ActorOf(Props.Create(() => new RefusalWatch(access.Monitors, refused)), "refusals"), RefusalWatch.Options);
            var client = MonClient.Start(system, messenger, new MonClientOptions
            {
                Monitors = access.Monitors,
                Name = access.Name,
                Key = access.Key,
                Methods = [access.Method],
                ConnectTimeout = access.Timeout,
                CommandTimeout = access.Timeout,
            });
            var connected = client.ConnectAsync(cancellationToken);
            if (await Task.WhenAny(connected, refused.Task).ConfigureAwait(false) == refused.Task)
                throw new CommandFailure($"{string.Join(", ", access.Monitors)}: connection refused");
            await connected.ConfigureAwait(false);
            return new MonSession(access, system, messenger, client);
        }
        catch
        {
            await ToolSystem.StopAsync(system).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().ConfigureAwait(false);
        await ToolSystem.StopAsync(System).ConfigureAwait(false);
    }
}

using System.Globalization;
using Akka.Actor;

namespace CephActors.Tool.Serving;

/// <summary>A messenger that answers pings.</summary>
internal sealed class PingServer : IAsyncDisposable
{
    private readonly ActorSystem _system;

    private PingServer(ActorSystem system) => _system = system;

    /// <summary>Where it listens.</summary>
    public EntityAddressVector Addresses { get; private set; } = EntityAddressVector.Empty;

    /// <summary>Starts it; it listens when this returns.</summary>
    /// <exception cref="CephMessengerException">The address cannot be had.</exception>
    public static async Task<PingServer> StartAsync(ServeOptions options)
    {
        // Whoever connects to a monitor authenticates by messages and brings no authorizer.
        var server = new PingServer(ToolSystem.Start("serve", $$"""
            ceph.messenger {
              name = "{{options.Name}}"
              nonce = {{(options.Bind.Nonce == 0 ? "auto" : options.Bind.Nonce.ToString(CultureInfo.InvariantCulture))}}
              bind-retry-count = 1
              admin = {{(options.Admin ? "on" : "off")}}
              auth.require-authorizer = {{(options.Name.Type is EntityType.Mon ? "off" : "on")}}
            }
            """, options.Verbose));
        try
        {
            await server.ListenAsync(options).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await ToolSystem.StopAsync(_system).ConfigureAwait(false);

    private async Task ListenAsync(ServeOptions options)
    {
        var messenger = _system.CephMessenger();
        DaemonPolicies.Apply(messenger, options.Policy);
        messenger.AddDispatcherTail(_system.ActorOf<PingResponder>("pings"), PingResponder.Options);
        Addresses = await messenger.BindAsync(options.Bind).ConfigureAwait(false);
    }
}

using Akka.Actor;
using Akka.Configuration;
using CephActors;

namespace MiniMon;

/// <summary>The monitor: a messenger, and one dispatcher actor for each thing that clients want of a monitor.</summary>
internal sealed class TinyMonitor
{
    private static readonly Config Settings = ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = ["MiniMon.StandardErrorLogger, MiniMon"]
        }
        ceph.messenger {
          name = "mon.0"
          default-policy = "stateless-server"
          default-send-priority = 196
          # Over protocol v1 clients of a monitor authenticate by messages.
          auth.require-authorizer = off
        }
        """);

    private static readonly Config Cephx = ConfigurationFactory.ParseString("ceph.messenger.auth.supported = [cephx]");

    private readonly ActorSystem _system;

    private TinyMonitor(ActorSystem system, EntityAddressVector addresses)
    {
        _system = system;
        Addresses = addresses;
    }

    /// <summary>Where clients find it.</summary>
    public EntityAddressVector Addresses { get; }

    /// <summary>Starts it; clients may connect when this returns.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="keyring">The keys it demands; without any it believes every name.</param>
    public static async Task<TinyMonitor> StartAsync(EntityAddress address, Keyring? keyring)
    {
        var system = ActorSystem.Create("minimon", keyring is null ? Settings : Cephx.WithFallback(Settings));
        try
        {
            // Bound first: the monitor map says where. Nobody gets in before there are dispatchers.
            var messenger = system.CephMessenger();
            var addresses = await messenger.BindAsync(address);
            var auth = CephxServer.Start(system, messenger, new CephxServerOptions { Keyring = keyring });
            var cluster = new Cluster("a", addresses, auth);
            Add<Sessions>(MessageType.Auth);
            Add<Subscriptions>(MessageType.MonSubscribe, MessageType.MonGetMap, MessageType.MonGetVersion);
            Add<Commands>(MessageType.MonCommand);
            Add<Pings>(MessageType.Ping);
            return new TinyMonitor(system, addresses);

            void Add<TDispatcher>(params MessageType[] types)
                where TDispatcher : ActorBase =>
                messenger.AddDispatcherTail(
                    system.ActorOf(Props.Create(typeof(TDispatcher), cluster), typeof(TDispatcher).Name.ToLowerInvariant()),
                    new DispatcherOptions { Types = types });
        }
        catch
        {
            await system.Terminate();
            throw;
        }
    }

    /// <summary>Stops it with its messenger.</summary>
    public Task StopAsync() => _system.Terminate();
}

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
    /// <param name="listen">Where it listens.</param>
    /// <param name="keyring">The keys it demands; without any it believes every name.</param>
    /// <param name="mode">The only mode of protocol v2 connections it takes; null takes both.</param>
    public static async Task<TinyMonitor> StartAsync(IReadOnlyList<EntityAddress> listen, Keyring? keyring, string? mode)
    {
        var settings = keyring is null ? Settings : Cephx.WithFallback(Settings);
        if (mode is not null)
            settings = ConfigurationFactory.ParseString($"ceph.messenger.modes.mon-service = [{mode}]").WithFallback(settings);
        var system = ActorSystem.Create("minimon", settings);
        try
        {
            // Bound first: the monitor map says where. Nobody gets in before there are dispatchers.
            var messenger = system.CephMessenger();
            var addresses = await messenger.BindAsync([.. listen]);
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

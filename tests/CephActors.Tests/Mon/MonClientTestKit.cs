using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using CephActors.Messages;

namespace CephActors.Tests.Mon;

/// <summary>Scripted monitors over loopback TCP, and a client for them with short times.</summary>
public abstract class MonClientTestKit : Akka.TestKit.Xunit2.TestKit
{
    internal const string Command = """{"prefix":"mon dump"}""";
    internal static readonly AuthEntityName Admin = AuthEntityName.Parse("client.admin");
    internal static readonly CryptoKey Key = CryptoKey.FromSecret("the admin's key!"u8);
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected MonClientTestKit(string settings = "")
        : base(ConfigurationFactory.ParseString(settings).WithFallback(ConfigurationFactory.ParseString("""
            akka.test { single-expect-default = 20s, filter-leeway = 20s }
            akka.loglevel = WARNING
            ceph.messenger {
              initial-backoff = 10ms, max-backoff = 50ms, bind = ["v1:127.0.0.1:0"]
            }
            ceph.messengers {
              client { name = "client.-1", default-policy = lossy-client, bind = [] }
              mon-a { name = "mon.0", default-policy = stateless-server, auth.service-required = [none] }
              mon-b { name = "mon.1", default-policy = stateless-server, auth.service-required = [none] }
              osd { name = "osd.0", default-policy = stateless-server }
            }
            ceph.mon-client {
              hunt-interval = 500ms, hunt-parallel = 1, hunt-interval-backoff = 1.5
              ping-interval = 50ms, ping-timeout = 1s, connect-timeout = 20s
            }
            """)))
    {
    }

    private protected MonClient StartClient(Monitor monitor) => MonClient.Start(Sys, Sys.CephMessenger("client"), Options([monitor.Address]));

    private protected static MonClientOptions Options(IReadOnlyList<EntityAddress> monitors) => new() { Monitors = [.. monitors], Name = Admin, Key = Key };

    private protected async Task<Monitor> StartMonitor(string name)
    {
        var messenger = Sys.CephMessenger($"mon-{name}");
        var script = new MonitorScript();
        var observer = CreateTestProbe();
        messenger.AddDispatcherTail(
            Sys.ActorOf(Props.Create(() => new FakeMonitor(script, observer))), new DispatcherOptions { Completion = CompletionMode.Explicit });
        var monitor = new Monitor(name, (await messenger.BindAsync())[0], script, observer);
        script.Map = Map(1, monitor);
        return monitor;
    }

    private protected static MonMap Map(uint epoch, params Monitor[] monitors) => new()
    {
        Fsid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
        Epoch = epoch,
        Mons = monitors.ToDictionary(monitor => monitor.Name, monitor => new MonInfo(monitor.Name, new EntityAddressVector(monitor.Address))),
    };

    internal sealed record Monitor(string Name, EntityAddress Address, MonitorScript Script, TestProbe Observer)
    {
        /// <summary>The next message of that type that reached it.</summary>
        public async Task<MessageReceived> Next(MessageType type) => (MessageReceived)await Observer.FishForMessageAsync(
            message => message is MessageReceived received && received.Message.Type == type, Patience);
    }
}

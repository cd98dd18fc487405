using Akka.Actor;
using Akka.Configuration;
using CephActors;

namespace PingPong;

/// <summary>The server: a messenger and one actor.</summary>
internal static class Server
{
    private static readonly Config Settings = ConfigurationFactory.ParseString("""
        akka.loglevel = WARNING
        ceph.messenger {
          name = "osd.0"
          default-policy = "stateless-server"
        }
        """);

    /// <summary>Starts it; the addresses are those that clients connect to.</summary>
    public static async Task<(ActorSystem System, EntityAddressVector Addresses)> StartAsync(string address)
    {
        var system = ActorSystem.Create("server", Settings);
        var messenger = system.CephMessenger();
        messenger.AddDispatcherTail(system.ActorOf<Pongs>("pongs"));
        return (system, await messenger.BindAsync(EntityAddress.Parse(address, EntityAddressType.Legacy)));
    }

    /// <summary>The dispatcher: answers each ping with its own data.</summary>
    private sealed class Pongs : ReceiveActor
    {
        public Pongs() => Receive<MessageReceived>(
            received => received.Connection.Send(new CephMessage(MessageType.Ping, data: received.Message.Data)));
    }
}

using System.Buffers;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using CephActors;

namespace PingPong;

/// <summary>The client: a messenger, one connection, and one actor that is told what happens on it.</summary>
internal static class Client
{
    private static readonly Config Settings = ConfigurationFactory.ParseString("""
        akka.loglevel = WARNING
        ceph.messenger {
          name = "client.-1"
          default-policy = "lossy-client"
        }
        """);

    /// <summary>Starts it; the task tells whether all pings were answered.</summary>
    public static ActorSystem Start(EntityAddress server, int pings, out Task<bool> done)
    {
        var system = ActorSystem.Create("client", Settings);
        var messenger = system.CephMessenger();
        var result = new TaskCompletionSource<bool>();
        messenger.AddDispatcherTail(system.ActorOf(Props.Create(() => new Pings(pings, result)), "pings"));

        // Returns at once: the ping waits until the connection is there.
        messenger.ConnectTo(server, EntityType.Osd).Send(Ping(1));
        done = result.Task;
        return system;
    }

    private static CephMessage Ping(int number) =>
        new(MessageType.Ping, data: new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($"ping {number}")));

    /// <summary>The dispatcher: prints each answer and sends the next ping.</summary>
    private sealed class Pings : ReceiveActor
    {
        public Pings(int pings, TaskCompletionSource<bool> result)
        {
            var answered = 0;
            Receive<MessageReceived>(received =>
            {
                Console.WriteLine($"{received.Message.Source} answered \"{Encoding.UTF8.GetString(received.Message.Data)}\"");
                if (++answered == pings)
                    result.TrySetResult(true);
                else
                    received.Connection.Send(Ping(answered + 1));
            });
            Receive<ConnectionRefused>(e => Fail(e.Connection, "connection refused"));
            Receive<ConnectionReset>(e => Fail(e.Connection, e.Reason));

            void Fail(Connection connection, string reason)
            {
                // With the policy lossy-client a broken connection stays broken; a service would connect and send again.
                if (result.TrySetResult(false))
                    Console.Error.WriteLine($"{connection}: {reason}");
            }
        }
    }
}

using Akka.Actor;
using Akka.Configuration;

namespace CephActors.Benchmarks.Idle;

/// <summary>One side of the measurement: an actor system with one messenger and default settings.</summary>
internal static class IdleSystem
{
    public static ActorSystem Start(string name, string settings) => ActorSystem.Create(name.Replace(".", ""), ConfigurationFactory.ParseString($$"""
        akka { loglevel = ERROR, stdout-loglevel = OFF }
        ceph.messenger {
          name = "{{name}}"
          {{settings}}
        }
        """));

    /// <summary>A message of 1 KiB.</summary>
    public static CephMessage NewMessage() => new(MessageType.Ping, new byte[1024]);

    /// <summary>Returns when the condition holds.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited in vain until {what}.");
            }
        }
    }

    /// <summary>Counts the connections that are up, and the messages that came.</summary>
    public sealed class Counter
    {
        private int _up;
        private int _messages;

        public int Up => Volatile.Read(ref _up);

        public int Messages => Volatile.Read(ref _messages);

        public void Add(int change) => Interlocked.Add(ref _up, change);

        public void AddMessage() => Interlocked.Increment(ref _messages);
    }

    /// <summary>Hears of connections as a service does, and answers messages if it is to.</summary>
    public sealed class Dispatcher : ReceiveActor
    {
        public Dispatcher(Counter counter, bool answers)
        {
            Receive<MessageReceived>(m =>
            {
                counter.AddMessage();
                if (answers)
                    m.Connection.Send(NewMessage());
            });
            Receive<ConnectionAccepted>(_ => counter.Add(1));
            Receive<ConnectionEstablished>(_ => counter.Add(1));
            Receive<ConnectionReset>(_ => counter.Add(-1));
            ReceiveAny(_ => { });
        }
    }
}

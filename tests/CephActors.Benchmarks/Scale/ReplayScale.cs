using System.Buffers;
using System.Diagnostics;
using Akka.Actor;
using CephActors.Benchmarks.Idle;

namespace CephActors.Benchmarks.Scale;

/// <summary>
/// A lossless client whose peer acknowledges nothing and breaks the socket whenever it has read everything: each reconnect sends
/// all of it again. Against that stands what a new connection takes to send as much for the first time.
/// </summary>
internal static class ReplayScale
{
    private const int FirstTimes = 10;

    public static async Task RunAsync(int reconnects, int messages, int size, TextWriter output, CancellationToken cancellationToken)
    {
        using var system = IdleSystem.Start("client.1", """
            policies { osd = "lossless-client" }
            out-queue { max-messages = 0, max-bytes = 0 }
            """);
        var messenger = system.CephMessenger();
        messenger.AddDispatcherTail(system.ActorOf(Props.Create(() => new IdleSystem.Dispatcher(new IdleSystem.Counter(), false))));
        var data = new ReadOnlySequence<byte>(new byte[size]);
        var bytes = (long)messages * ForgetfulPeer.FrameSize(size);

        using var peer = new ForgetfulPeer();

        // The first ones find cold code.
        var once = new List<double>();
        for (var i = 0; i < 2 * FirstTimes; i++)
        {
            using var other = new ForgetfulPeer();
            once.Add(await SendAsync(other));
        }

        await SendAsync(peer);
        var again = new List<double>(reconnects);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < reconnects; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await peer.ServeAsync(bytes, cancellationToken);
            again.Add(messages / Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        var all = (double)messages * reconnects / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (first, replay) = (once.TakeLast(FirstTimes).Median(), again.Median());
        var tenth = (reconnects + 9) / 10;
        await output.WriteLineAsync(ScaleBench.Line($"sent once:  {first,11:N0} messages/s, opening the session included"));
        await output.WriteLineAsync(ScaleBench.Line($"sent again: {replay,11:N0} messages/s, reconnecting included; ratio {replay / first:0.00}"));
        await output.WriteLineAsync(ScaleBench.Line(
            $"over {reconnects:N0} reconnects with {messages:N0} messages each {all:N0} messages/s, {all * bytes / messages / 1e6:N0} MB/s; last tenth to first tenth {again.TakeLast(tenth).Median() / again.Take(tenth).Median():0.00}"));

        async Task<double> SendAsync(ForgetfulPeer to)
        {
            var serving = to.ServeAsync(bytes, cancellationToken);
            var began = Stopwatch.GetTimestamp();
            var connection = messenger.ConnectTo(new EntityAddressVector(to.Address), EntityType.Osd);
            for (var i = 0; i < messages; i++)
                connection.Send(new CephMessage(MessageType.Ping, data: data));
            await serving;
            var rate = messages / Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (to != peer)
                connection.MarkDown();
            return rate;
        }
    }
}

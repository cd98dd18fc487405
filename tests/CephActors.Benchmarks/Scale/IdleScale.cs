using Akka.Actor;
using CephActors.Benchmarks.Idle;

namespace CephActors.Benchmarks.Scale;

/// <summary>What a connection that asks gets done, alone and beside others that are open and silent.</summary>
internal static class IdleScale
{
    private const int Size = 64;
    private const int Depth = 64;

    public static async Task RunAsync(int count, TimeSpan duration, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        using var bench = await ScaleBench.StartAsync(cancellationToken);
        // Peers of this kind get sessions without state, of which one address may have many.
        using var system = IdleSystem.Start("mgr.1", "policies { osd = \"lossy-client\" }");
        var counter = new IdleSystem.Counter();
        var messenger = system.CephMessenger();
        messenger.AddDispatcherTail(system.ActorOf(Props.Create(() => new IdleSystem.Dispatcher(counter, false))));

        List<double> alone = [], beside = [];
        for (var round = 0; round < rounds; round++)
        {
            alone.Add(await bench.AskAsync(Size, Depth, connections: 1, duration, cancellationToken));
            Connection[] idle = [.. Enumerable.Range(0, count).Select(_ => messenger.ConnectTo(new EntityAddressVector(bench.Address), EntityType.Osd, anonymous: true))];
            await IdleSystem.UntilAsync(() => counter.Up == count, $"{count} connections are open");
            beside.Add(await bench.AskAsync(Size, Depth, connections: 1, duration, cancellationToken));
            foreach (var connection in idle)
                connection.MarkDown();
            counter.Add(-count);
            await output.WriteLineAsync(ScaleBench.Line($"round {round + 1}: {alone[^1],11:N0} messages/s alone, {beside[^1],11:N0} beside {count:N0} idle connections"));
        }

        await output.WriteLineAsync(ScaleBench.Line($"ratio {beside.Zip(alone, (b, a) => b / a).Median():0.00}"));
    }
}

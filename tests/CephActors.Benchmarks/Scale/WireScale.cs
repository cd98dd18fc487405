using Akka.Actor;
using CephActors.Tool.Bench;

namespace CephActors.Benchmarks.Scale;

/// <summary>Two OSDs in one process, over loopback TCP: protocol v2 in each mode against v1, in turn.</summary>
internal static class WireScale
{
    private const int Depth = 64;

    private static readonly int[] Sizes = [64, 4 << 10, 64 << 10, 1 << 20];

    public static async Task RunAsync(TimeSpan duration, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        var servers = new List<(Wire Wire, ActorSystem System, EntityAddress Address)>();
        try
        {
            foreach (var wire in Wire.All)
                servers.Add(await ServeAsync(wire));
            foreach (var size in Sizes)
            {
                var load = new BenchLoad(size, Depth, 1, duration, TimeSpan.FromSeconds(2));
                var usages = servers.ToDictionary(s => s.Wire, _ => new List<BenchUsage>());
                for (var round = 0; round < rounds; round++)
                {
                    foreach (var (wire, _, address) in servers)
                        usages[wire].Add(await AskAsync(wire, address, load, cancellationToken));
                }

                var first = Rate(usages[Wire.All[0]]);
                foreach (var wire in Wire.All)
                {
                    await output.WriteLineAsync(ScaleBench.Line(
                        $"{size,9} B, {wire.Name,-9}: {Rate(usages[wire]),11:N0} messages/s, {Rate(usages[wire]) / first:0.00} times v1; {usages[wire].Select(u => u.AllocatedPerMessage).Median():N0} bytes allocated a message"));
                }
            }
        }
        finally
        {
            foreach (var (_, system, _) in servers)
                await system.Terminate();
        }
    }

    private static double Rate(List<BenchUsage> usages) => usages.Select(u => u.MessagesPerSecond).Median();

    private static async Task<(Wire Wire, ActorSystem System, EntityAddress Address)> ServeAsync(Wire wire)
    {
        var (system, messenger) = wire.Start("osd.1", Policy.StatefulServer);
        messenger.AddFastDispatcherTail(new Answerer());
        return (wire, system, (await messenger.BindAsync(EntityAddress.Parse(wire.Address)))[0]);
    }

    private static async Task<BenchUsage> AskAsync(Wire wire, EntityAddress address, BenchLoad load, CancellationToken cancellationToken)
    {
        var (system, messenger) = wire.Start("osd.2", Policy.LosslessClient);
        try
        {
            ReadOnlyMemory<byte> data = new byte[load.Size];
            var dialect = BenchDialects.Get("osd");
            var lanes = new BenchLanes([messenger.ConnectTo(address, EntityType.Osd)], load, dialect.ReplyType, tid => dialect.CreateRequest(tid, data));
            messenger.AddFastDispatcherTail(lanes);
            return (await lanes.RunAsync(load, BenchSystem.Watch([messenger], system), static _ => { }, cancellationToken)).Usage;
        }
        finally
        {
            await system.Terminate();
        }
    }

    private sealed class Answerer : IFastDispatcher
    {
        private static readonly IBenchDialect Dialect = BenchDialects.Get("osd");

        public bool ReusesMessages => true;

        public bool CanFastDispatch(MessageType type) => type == Dialect.RequestType;

        public void FastDispatch(Connection connection, CephMessage message) => connection.Send(Dialect.CreateReply(message, default));
    }
}

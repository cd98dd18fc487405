namespace CephActors.Benchmarks.Scale;

/// <summary>What all connections together get done, over how many there are.</summary>
internal static class ConnectionScale
{
    private const int Depth = 64;

    private static readonly int[] Counts = [1, 4, 16, 256];
    private static readonly int[] Sizes = [64, 4 << 10];

    public static async Task RunAsync(TimeSpan duration, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        using var bench = await ScaleBench.StartAsync(cancellationToken);
        foreach (var size in Sizes)
        {
            var rates = Counts.ToDictionary(count => count, _ => new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                foreach (var count in Counts)
                    rates[count].Add(await bench.AskAsync(size, Depth, count, duration, cancellationToken));
            }

            var single = rates[1].Median();
            foreach (var count in Counts)
            {
                var rate = rates[count].Median();
                await output.WriteLineAsync(ScaleBench.Line($"{size,6} B, {count,3} connections: {rate,11:N0} messages/s in all, {rate / single:0.00} times a single one's"));
            }
        }
    }
}

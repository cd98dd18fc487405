using CephActors.Tool.Pictures;

namespace CephActors.Benchmarks.Scale;

/// <summary>Time a message over its size.</summary>
internal static class SizeScale
{
    private const int Smallest = 64 << 10;
    private const int Largest = 64 << 20;
    private const int Depth = 2;

    public static async Task RunAsync(TimeSpan duration, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        using var bench = await ScaleBench.StartAsync(cancellationToken);
        List<(int Size, List<double> Times)> all = [];
        for (var size = Smallest; size <= Largest; size *= 2)
            all.Add((size, []));
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (size, times) in all)
                times.Add(1e6 / await bench.AskAsync(size, Depth, connections: 1, duration, cancellationToken));
        }

        await output.WriteLineAsync("size      µs a message    GB/s   times the one before");
        double before = 0;
        foreach (var (size, times) in all)
        {
            var time = times.Median();
            var ratio = before > 0 ? ScaleBench.Line($"{time / before:0.00}") : "";
            await output.WriteLineAsync(ScaleBench.Line($"{Quantity.Bytes(size),-8} {time,13:N1} {size / time / 1e3,7:0.00} {ratio,22}"));
            before = time;
        }
    }
}

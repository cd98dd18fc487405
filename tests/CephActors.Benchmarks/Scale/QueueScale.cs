using System.Diagnostics;
using CephActors.Dispatch;

namespace CephActors.Benchmarks.Scale;

/// <summary>Time to put a message into the dispatch queue and to take one out, over how many are in it.</summary>
internal static class QueueScale
{
    private const int Operations = 2_000_000;
    private const int Classes = 16;

    private static readonly int[] Lengths = [100, 100_000];

    public static async Task RunAsync(int rounds, TextWriter output)
    {
        foreach (var (name, enqueue) in new (string, Action<PrioritizedQueue<object>, int, object>)[]
        {
            ("strict", (queue, i, item) => queue.EnqueueStrict((ulong)(i % Classes), 64 + (i % 4), item)),
            ("weighted", (queue, i, item) => queue.Enqueue((ulong)(i % Classes), 1 + (i % 4), 4096, item)),
        })
        {
            Measure(Lengths[0], enqueue);
            var times = Enumerable.Range(0, rounds).Select(_ => (Few: Measure(Lengths[0], enqueue), Many: Measure(Lengths[1], enqueue))).ToList();
            var few = times.Select(t => t.Few).Median();
            var many = times.Select(t => t.Many).Median();
            await output.WriteLineAsync(ScaleBench.Line(
                $"{name,-9} {Lengths[0]:N0} messages: {few:0.0} ns each, {Lengths[1]:N0} messages: {many:0.0} ns each, ratio {many / few:0.00}"));
        }
    }

    private static double Measure(int length, Action<PrioritizedQueue<object>, int, object> enqueue)
    {
        var queue = new PrioritizedQueue<object>(16 << 20, 64 << 10);
        var item = new object();
        for (var i = 0; i < length; i++)
            enqueue(queue, i, item);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Operations; i++)
        {
            enqueue(queue, i, item);
            queue.TryDequeue(out _);
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Operations;
    }
}

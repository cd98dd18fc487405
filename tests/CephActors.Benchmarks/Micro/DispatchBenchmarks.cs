using BenchmarkDotNet.Attributes;
using CephActors.Dispatch;

namespace CephActors.Benchmarks.Micro;

/// <summary>The dispatch queue at different lengths: an item in, an item out.</summary>
[MemoryDiagnoser]
public class DispatchBenchmarks
{
    private PrioritizedQueue<object> _strict = new(1, 1);
    private PrioritizedQueue<object> _weighted = new(1, 1);
    private readonly object _item = new();
    private ulong _class;

    [Params(100, 100_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _strict = new PrioritizedQueue<object>(16 << 20, 64 << 10);
        _weighted = new PrioritizedQueue<object>(16 << 20, 64 << 10);
        for (var i = 0; i < Length; i++)
        {
            _strict.EnqueueStrict((ulong)(i % 16), 64 + (i % 4), _item);
            _weighted.Enqueue((ulong)(i % 16), 1 + (i % 4), 4096, _item);
        }
    }

    [Benchmark]
    public object? Strict()
    {
        _strict.EnqueueStrict(++_class % 16, 64, _item);
        return _strict.TryDequeue(out var item) ? item : null;
    }

    [Benchmark]
    public object? Weighted()
    {
        _weighted.Enqueue(++_class % 16, 1 + (int)(_class % 4), 4096, _item);
        return _weighted.TryDequeue(out var item) ? item : null;
    }
}

using BenchmarkDotNet.Attributes;
using CephActors.Encoding;

namespace CephActors.Benchmarks;

/// <summary>The checksum of every header and payload.</summary>
public class Crc32CBenchmarks
{
    private byte[] _data = [];

    [Params(64, 4 << 10, 64 << 10, 1 << 20)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Fill() => new Random(1).NextBytes(_data = new byte[Size]);

    [Benchmark]
    public uint Append() => Crc32C.Append(0, _data);
}

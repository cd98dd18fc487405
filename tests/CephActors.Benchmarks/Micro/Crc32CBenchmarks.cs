using BenchmarkDotNet.Attributes;
using CephActors.Encoding;

namespace CephActors.Benchmarks.Micro;

/// <summary>The checksum of every header and payload: as it is chosen, and by each of its ways.</summary>
[MemoryDiagnoser]
public class Crc32CBenchmarks : IMovesBytes
{
    private byte[] _data = [];

    [Params(64, 512, 4 << 10, 64 << 10, 1 << 20)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Fill() => new Random(1).NextBytes(_data = new byte[Size]);

    [Benchmark(Baseline = true)]
    public uint Chosen() => Crc32C.Append(0, _data);

    // The other ways are measured to know what is lost without the processor's help; a way it lacks shows as failed.
    [Benchmark]
    public uint ThreeStreams() => Crc32CInstruction.Append(0, _data);

    [Benchmark]
    public uint Vectors256() => Size < Crc32CFolding.Least ? Crc32CInstruction.AppendOne(0, _data) : Crc32CFolding.Append256(0, _data);

    [Benchmark]
    public uint Table() => Crc32C.AppendTable(0, _data);
}

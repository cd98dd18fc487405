using BenchmarkDotNet.Running;
using CephActors.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(Crc32CBenchmarks).Assembly).Run(args);

using BenchmarkDotNet.Running;
using CephActors.Benchmarks;
using CephActors.Benchmarks.Idle;

return args switch
{
    ["idle"] => await IdleRun.MeasureAsync(IdleRun.UsualCount),
    ["idle", var count] => await IdleRun.MeasureAsync(int.Parse(count)),
    ["idle-server"] => await IdleServer.ServeAsync(),
    _ => Benchmarks(args),
};

static int Benchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Crc32CBenchmarks).Assembly).Run(args);
    return 0;
}

using CephActors.Benchmarks.Idle;
using CephActors.Benchmarks.Micro;

return args switch
{
    ["idle"] => await IdleRun.MeasureAsync(IdleRun.UsualCount),
    ["idle", var count] => await IdleRun.MeasureAsync(int.Parse(count)),
    ["idle-server"] => await IdleServer.ServeAsync(),
    ["brief", .. var options] => MicroBenchmarks.RunBriefly(options),
    _ => MicroBenchmarks.Run(args),
};

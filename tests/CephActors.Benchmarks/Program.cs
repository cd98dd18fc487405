using System.CommandLine;
using System.CommandLine.Help;
using CephActors.Benchmarks.Compare;
using CephActors.Benchmarks.Idle;
using CephActors.Benchmarks.Micro;
using CephActors.Benchmarks.Peers;
using CephActors.Benchmarks.Scale;

var root = new Command("CephActors.Benchmarks", "Benchmarks of CephActors and its peers. What is no command here is an option of BenchmarkDotNet.")
{
    new HelpOption(),
    IdleCommand.Create(),
    MicroBenchmarks.CreateBrief(),
    PeerCommand.Create(),
    CompareCommand.Create(),
    ScaleCommand.Create(),
};
return args is [] or ["--help"] || root.Subcommands.Any(c => c.Name == args[0])
    ? await CephActors.Tool.CommandLine.RunAsync(root, args, Console.Out, Console.Error)
    : MicroBenchmarks.Run(args);

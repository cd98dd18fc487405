using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace CephActors.Benchmarks.Micro;

/// <summary>Runs the micro-benchmarks of this folder.</summary>
internal static class MicroBenchmarks
{
    /// <summary>As BenchmarkDotNet's own options say, each in a process of its own.</summary>
    public static int Run(string[] options)
    {
        BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(options, Common);
        return 0;
    }

    /// <summary>All of them in two minutes, in this process: to a tenth, not to a hundredth.</summary>
    public static int RunBriefly(string[] options)
    {
        var job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(3)
            .WithIterationCount(5)
            .WithIterationTime(TimeInterval.FromMilliseconds(100));
        string[] all = options.Contains("--filter") ? options : ["--filter", "*", .. options];
        BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(all, Common.AddJob(job));
        return 0;
    }

    private static ManualConfig Common => ManualConfig.CreateEmpty()
        .AddLogger(ConsoleLogger.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(new ThroughputColumn())
        .AddExporter(MarkdownExporter.GitHub)
        .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"))
        .WithOptions(ConfigOptions.DisableLogFile);
}

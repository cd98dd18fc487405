using System.CommandLine;
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

    /// <summary><c>brief</c>: all of them in about two minutes, in this process: to a tenth, not to a hundredth.</summary>
    public static Command CreateBrief()
    {
        var options = new Argument<string[]>("OPTIONS") { Description = "BenchmarkDotNet's, such as --filter *Crc32C*." };
        var command = new Command("brief", "Run all micro-benchmarks in about two minutes.") { options };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parse => RunBriefly([.. parse.GetValue(options)!, .. parse.UnmatchedTokens]));
        return command;
    }

    private static void RunBriefly(string[] options)
    {
        var job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(3)
            .WithIterationCount(5)
            .WithIterationTime(TimeInterval.FromMilliseconds(100));
        string[] all = options.Contains("--filter") ? options : ["--filter", "*", .. options];
        BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(all, Common.AddJob(job));
    }

    private static ManualConfig Common => ManualConfig.CreateEmpty()
        .AddLogger(ConsoleLogger.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(new ThroughputColumn())
        .AddExporter(MarkdownExporter.GitHub)
        .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"))
        .WithOptions(ConfigOptions.DisableLogFile);
}

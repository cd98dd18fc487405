using System.Diagnostics;

namespace CephActors.Tool.Bench;

/// <summary>
/// The program of <c>tests/CephActors.Benchmarks</c>, which knows the peers that ours is compared with: what it needs for that
/// the tool does not bring along.
/// </summary>
internal static class BenchmarkProgram
{
    private const string Name = "CephActors.Benchmarks";

    /// <summary>Where it is: named, or as built in the repository that this program stands in.</summary>
    /// <exception cref="CommandFailure">It is not there.</exception>
    public static string Find(string? path)
    {
        if (path is not null)
            return File.Exists(path) ? path : throw new CommandFailure($"there is no benchmark program at {path}");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, "tests", Name, "bin", "Release", "net10.0", Name + ".dll");
            if (File.Exists(Path.Combine(folder.FullName, "CephActors.sln")) && File.Exists(built))
                return built;
        }

        throw new CommandFailure(
            "bench compare needs the benchmark program: build it in the repository with ./build.sh build, or name it with --program");
    }

    /// <summary>Runs it with the terminal of this process.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(string path, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", path, .. arguments]))
            ?? throw new CommandFailure($"{path} cannot be started");
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It had the same Ctrl-C and ends what it has started; of a SIGTERM it knows nothing.
            if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
                process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }
}

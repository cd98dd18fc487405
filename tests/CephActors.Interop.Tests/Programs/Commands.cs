namespace CephActors.Interop.Tests.Programs;

/// <summary>What a program printed and how it ended.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>Runs programs of the system to their end.</summary>
public static class Commands
{
    /// <summary>Why a spec that needs these programs cannot run; null if it can.</summary>
    public static string? WhyMissing(string packages, params string[] programs)
    {
        string[] missing = [.. programs.Where(program => !Exists(program))];
        return missing.Length == 0 ? null : $"{string.Join(", ", missing)} not installed (Debian: {packages})";
    }

    /// <summary>Runs a program; one that takes over a minute is killed and reported.</summary>
    public static async Task<CommandResult> RunAsync(string program, params string[] arguments)
    {
        await using var running = RunningProgram.Start(program, arguments);
        var exitCode = await running.ExitAsync();
        return new CommandResult(exitCode, running.Output, running.Error);
    }

    public static async Task<CommandResult> RunOrThrowAsync(string program, params string[] arguments)
    {
        var result = await RunAsync(program, arguments);
        return result.ExitCode == 0 ? result : throw new InvalidOperationException($"{program} failed: {result.Error}");
    }

    private static bool Exists(string program) =>
        program.StartsWith('/')
            ? File.Exists(program)
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(dir => File.Exists(Path.Combine(dir, program)));
}

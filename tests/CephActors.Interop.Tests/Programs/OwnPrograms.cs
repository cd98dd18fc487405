namespace CephActors.Interop.Tests.Programs;

/// <summary>The programs of this repository, as processes of their own.</summary>
public static class OwnPrograms
{
    /// <summary>Starts <c>cephactors</c>.</summary>
    public static RunningProgram StartTool(params string[] arguments) => Start("CephActors.Tool", arguments);

    /// <summary>Runs <c>cephactors</c> to its end.</summary>
    public static async Task<CommandResult> RunToolAsync(params string[] arguments)
    {
        await using var tool = StartTool(arguments);
        var exitCode = await tool.ExitAsync();
        return new CommandResult(exitCode, tool.Output, tool.Error);
    }

    /// <summary>Starts the sample monitor.</summary>
    public static RunningProgram StartMiniMon(params string[] arguments) => Start("MiniMon", arguments);

    /// <summary>Runs a sample to its end.</summary>
    public static Task<CommandResult> RunSampleAsync(string name, params string[] arguments) =>
        RunSampleAsync(name, arguments, new Dictionary<string, string>());

    /// <summary>The same, with variables of its own.</summary>
    public static async Task<CommandResult> RunSampleAsync(string name, string[] arguments, IReadOnlyDictionary<string, string> variables)
    {
        await using var sample = RunningProgram.Start("dotnet", [FileOf(name), .. arguments], variables);
        var exitCode = await sample.ExitAsync();
        return new CommandResult(exitCode, sample.Output, sample.Error);
    }

    /// <summary>The assembly of <c>cephactors</c>.</summary>
    public static string ToolFile => FileOf("CephActors.Tool");

    private static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, $"{name}.dll");

    private static RunningProgram Start(string name, string[] arguments) =>
        RunningProgram.Start("dotnet", [FileOf(name), .. arguments]);
}

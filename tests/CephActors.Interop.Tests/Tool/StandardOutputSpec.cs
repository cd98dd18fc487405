using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Tool;

/// <summary>What a command writes to standard output, and to whom.</summary>
public sealed class StandardOutputSpec
{
    [Fact]
    public async Task Log_should_be_on_standard_error_alone()
    {
        await using var server = OwnPrograms.StartTool("serve", "--bind", "v1:127.0.0.1:0");
        var address = (await server.OutputLineAsync("listening on")).Split(' ')[^1];

        var run = await OwnPrograms.RunToolAsync("ping", address, "--count", "1", "--json", "--verbose");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("{\"address\":", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("session open", run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Command_should_end_quietly_when_nobody_reads_any_more()
    {
        Skip.IfNot(File.Exists("/bin/bash"), "there is no bash");
        await using var server = OwnPrograms.StartTool("serve", "--bind", "v1:127.0.0.1:0", "--admin");
        var address = (await server.OutputLineAsync("listening on")).Split(' ')[^1];

        await using var pipe = RunningProgram.Start(
            "/bin/bash", "-c", $"dotnet '{OwnPrograms.ToolFile}' top {address} --json --interval 100 | head -1; echo ${{PIPESTATUS[0]}}");

        Assert.Equal(0, await pipe.ExitAsync());
        Assert.Equal("", pipe.Error);
        var lines = pipe.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("{\"name\":", lines[0], StringComparison.Ordinal);
        Assert.Equal("0", lines[1].Trim());
    }
}

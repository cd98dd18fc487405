using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using CephActors.Tool;
using CephActors.Tool.Manners;

namespace CephActors.Tests.Tool.Manners;

public class MannersSpec
{
    private static readonly Command Root = CommandLine.CreateRoot();

    public static TheoryData<string> Paths => [.. Beneath(Root).Skip(1).Select(c => c.Path)];

    public static TheoryData<string> Examples => [.. Beneath(Root).Select(c => c.Command).OfType<ToolCommand>().SelectMany(c => c.Examples).Distinct()];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Help_should_show_examples_of_every_command(string path)
    {
        var run = await ToolRun.Of([.. path.Split(' '), "--help"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"\nExamples:\n  cephactors {path.Split(' ')[0]}", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_should_be_understood(string example)
    {
        var words = CommandLineParser.SplitCommandLine(example.Replace("'", "", StringComparison.Ordinal).Replace("{\"", "{\\\"", StringComparison.Ordinal)
            .Split('>')[0].Trim()).ToArray();

        // A JSON argument is one word to a shell; here a stand-in says that it is there.
        if (example.Contains('{', StringComparison.Ordinal))
            words = [.. words.TakeWhile(w => !w.StartsWith('{')), "{}", .. words.SkipWhile(w => !w.StartsWith("--", StringComparison.Ordinal))];
        Assert.Empty(Root.Parse(words[1..]).Errors);
    }

    [Theory]
    [InlineData("nonsense", "'nonsense' is no command of cephactors; it has demo, ping, ")]
    [InlineData("mon", "mon needs one of its commands: command, status, map")]
    [InlineData("bench no", "'no' is no command of bench; it has server, client, loopback, compare")]
    public async Task Failure_should_name_the_commands_when_none_was_meant(string typed, string expected)
    {
        var run = await ToolRun.Of(typed.Split(' '));

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"cephactors: {expected}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_should_say_that_a_file_is_a_folder()
    {
        var run = await ToolRun.Of("decode", "--client", AppContext.BaseDirectory, "--server", AppContext.BaseDirectory);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is a folder, not a file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measuring_should_not_begin_when_there_is_no_place_for_its_picture()
    {
        var run = await ToolRun.Of("bench", "client", "v1:127.0.0.1:1", "--plot", Path.Combine(AppContext.BaseDirectory, "nowhere", "x.svg"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("there is no folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_should_tell_what_exit_codes_mean()
    {
        var run = await ToolRun.Of("--help");

        Assert.Contains("Exit codes:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cephactors ", "demo ping serve top bench mon decode simulate completion")]
    [InlineData("cephactors si", "simulate")]
    [InlineData("cephactors mon ", "command status map")]
    [InlineData("cephactors ping --ty", "--type")]
    [InlineData("cephactors ping --type ", "auto mon osd mds mgr")]
    [InlineData("cephactors mon status --aut", "--auth")]
    [InlineData("cephactors mon status --auth ", "none cephx")]
    [InlineData("cephactors mon status --timeout 5 --keyr", "--keyring")]
    public async Task Bash_should_complete_what_is_typed(string typed, string expected)
    {
        if (!File.Exists("/bin/bash"))
            return;
        var script = (await ToolRun.Of("completion", "bash")).Output;

        var completed = await BashAsync($$"""
            {{script}}
            COMP_LINE='{{typed}}'
            read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _cephactors
            printf '%s\n' "${COMPREPLY[@]}"
            """);

        Assert.Subset(completed.ToHashSet(), expected.Split(' ').ToHashSet());
        Assert.All(completed, word => Assert.StartsWith(typed[(typed.LastIndexOf(' ') + 1)..], word, StringComparison.Ordinal));
    }

    private static async Task<string[]> BashAsync(string script)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync();
        var error = await bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.Equal((0, ""), (bash.ExitCode, error));
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IEnumerable<(string Path, Command Command)> Beneath(Command command, string path = "") =>
        command.Subcommands.SelectMany(c => Beneath(c, $"{path} {c.Name}".Trim())).Prepend((path, command));
}

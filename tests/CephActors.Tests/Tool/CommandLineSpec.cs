namespace CephActors.Tests.Tool;

public class CommandLineSpec
{
    [Theory]
    [InlineData("unknown")]
    [InlineData("decode")]
    [InlineData("decode", "--client", "a")]
    [InlineData("decode", "--client", "a", "--server", "b", "--mon-streams", "c", "d", "e")]
    [InlineData("decode", "--wrong")]
    [InlineData("simulate", "--seeds", "9..1")]
    [InlineData("simulate", "--policy", "no-policy")]
    [InlineData("simulate", "--trace")]
    [InlineData("mon")]
    [InlineData("mon", "status")]
    [InlineData("mon", "status", "--mon", "nowhere")]
    [InlineData("mon", "status", "--mon", "v1:127.0.0.1:1,v2:127.0.0.1:2")]
    [InlineData("mon", "status", "--mon", "v1:127.0.0.1:1", "--name", "admin")]
    [InlineData("mon", "status", "--mon", "v1:127.0.0.1:1", "--auth", "kerberos")]
    [InlineData("mon", "status", "--mon", "v1:127.0.0.1:1", "--auth", "cephx")]
    [InlineData("mon", "status", "--mon", "v1:127.0.0.1:1", "--key", "damaged")]
    [InlineData("mon", "status", "--mon", "v1:127.0.0.1:1", "--keyring", "/there/is/none")]
    [InlineData("mon", "status", "--mon", "v1:127.0.0.1:1", "--keyring", "a", "--key", "b")]
    [InlineData("mon", "command", "mon dump", "--mon", "v1:127.0.0.1:1")]
    public async Task Command_line_should_be_refused_in_one_line_when_it_is_wrong(params string[] arguments)
    {
        var run = await ToolRun.Of(arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("cephactors: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error, '\n');
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Command_line_should_list_its_commands_when_asked_for_help(params string[] arguments)
    {
        var run = await ToolRun.Of(arguments);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("cephactors [command]", run.Output, StringComparison.Ordinal);
        Assert.Contains("decode", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Command_line_should_tell_its_version_when_asked()
    {
        var run = await ToolRun.Of("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+", run.Output);
    }
}

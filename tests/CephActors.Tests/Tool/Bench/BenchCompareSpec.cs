namespace CephActors.Tests.Tool.Bench;

public class BenchCompareSpec
{
    [Fact]
    public async Task Compare_should_say_so_when_the_benchmark_program_is_not_there()
    {
        var run = await ToolRun.Of("bench", "compare", "--program", "no-such.dll");

        Assert.Equal((1, "cephactors: there is no benchmark program at no-such.dll"), (run.ExitCode, run.Error.Trim()));
    }

    [Theory]
    [InlineData("--sizes", "64,none")]
    [InlineData("--sizes", "0")]
    [InlineData("--depths", "1,70000")]
    [InlineData("--rounds", "0")]
    public async Task Compare_should_name_the_option_when_a_number_is_out_of_range(string option, string value)
    {
        var run = await ToolRun.Of("bench", "compare", option, value);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{option} takes", run.Error, StringComparison.Ordinal);
    }
}

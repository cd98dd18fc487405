using System.Text.RegularExpressions;

namespace CephActors.TestKit.Tests.Docs;

/// <summary>What docs/testing.md shows is what is compiled and run here.</summary>
public sealed partial class TestingPageSpec
{
    private static readonly string[] Blocks =
        [.. CodeBlock().Matches(Read("testing.md")).Where(m => m.Groups["language"].Value == "csharp").Select(m => m.Groups["code"].Value)];

    [Fact]
    public void Code_of_the_page_should_be_the_code_compiled_here()
    {
        var compiled = Read("RollCall.cs") + Read("RollCallSpec.cs") + Read("SnippetsSpec.cs");

        Assert.Equal(6, Blocks.Length);
        Assert.All(Blocks, block => Assert.Contains(Indented(block), Indented(compiled)));
    }

    [Fact]
    public void Test_of_the_page_should_have_thirty_lines() =>
        Assert.InRange(Blocks.Single(b => b.Contains("class RollCallSpec", StringComparison.Ordinal)).Trim().Split('\n').Length, 25, 35);

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Docs", file)).ReplaceLineEndings("\n");

    // A block of the page stands further left than the code it is taken from.
    private static string Indented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim('\n');

    [GeneratedRegex("```(?<language>\\w+)\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}

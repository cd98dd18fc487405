using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Configuration;

namespace CephActors.Tests.Readme;

/// <summary>What the README shows compiles, is what is compiled here, and works; its host with the specs of hosting.</summary>
public sealed partial class ReadmeSpec
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).ReplaceLineEndings("\n");
    private static readonly string Example = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ReadmeExample.cs")).ReplaceLineEndings("\n");

    [Fact]
    public void Code_of_the_readme_should_be_the_code_compiled_here()
    {
        var blocks = CodeBlock().Matches(Readme).Where(m => m.Groups["language"].Value == "csharp").Select(m => m.Groups["code"].Value)
            .Where(block => !block.Contains("WithCephMessenger", StringComparison.Ordinal)).ToArray();

        Assert.Equal(2, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(block, Example));
    }

    [Fact]
    public async Task Example_of_the_readme_should_get_an_answer_when_run_with_its_configuration()
    {
        var hocon = CodeBlock().Matches(Readme).Single(m => m.Groups["language"].Value == "hocon").Groups["code"].Value;
        using var system = ActorSystem.Create("readme", ConfigurationFactory.ParseString(hocon + "\nakka.loglevel = WARNING"));

        var server = await GreeterService.StartAsync(system);

        Assert.Equal("hello", await AskerClient.AskAsync(system, server, "hello").WaitAsync(TimeSpan.FromSeconds(30)));
        await system.Terminate();
    }

    [GeneratedRegex("```(?<language>\\w+)\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}

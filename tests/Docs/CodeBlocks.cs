using System.Text.RegularExpressions;

namespace CephActors.Docs;

/// <summary>The code that pages show, for specs that hold it against the code compiled beside them.</summary>
internal static partial class CodeBlocks
{
    /// <summary>The blocks of one language in a page that lies beside the tests.</summary>
    public static IReadOnlyList<string> Of(string page, string language) =>
        [.. CodeBlock().Matches(Read(page)).Where(m => m.Groups["language"].Value == language).Select(m => m.Groups["code"].Value)];

    /// <summary>The C# blocks of a page that are not, line by line, part of these source files; indentation does not count.</summary>
    public static IReadOnlyList<string> NotIn(string page, params IEnumerable<string> sources)
    {
        var compiled = string.Concat(sources.Select(s => Trimmed(Read(s)) + "\n"));
        return [.. Of(page, "csharp").Where(block => !compiled.Contains(Trimmed(block), StringComparison.Ordinal))];
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Docs", file)).ReplaceLineEndings("\n");

    private static string Trimmed(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim('\n');

    [GeneratedRegex("```(?<language>\\w+)\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}

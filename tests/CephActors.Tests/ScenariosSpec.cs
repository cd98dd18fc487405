using System.Text.RegularExpressions;

namespace CephActors.Tests;

/// <summary>The table of SCENARIOS.md names specs that exist, and leaves no row without one.</summary>
public sealed partial class ScenariosSpec
{
    private static readonly string Tests = FindTests();
    private static readonly string[] Rows =
        [.. File.ReadLines(Path.Combine(Tests, "CephActors.Tests", "SCENARIOS.md")).Where(line => Row().IsMatch(line))];

    [Fact]
    public void Table_should_name_specs_that_exist()
    {
        var sources = Directory.EnumerateFiles(Tests, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToArray();
        var missing = Rows.SelectMany(row => Spec().Matches(row))
            .Where(m => !Array.Exists(sources, s => s.Contains($"class {m.Groups[1].Value}", StringComparison.Ordinal)
                && s.Contains($" {m.Groups[2].Value}(", StringComparison.Ordinal)))
            .Select(m => m.Value);
        Assert.Empty(missing);
    }

    [Fact]
    public void Table_should_have_a_spec_for_every_row()
    {
        Assert.InRange(Rows.Length, 90, 200);
        Assert.DoesNotContain(Rows, row => !Spec().IsMatch(row));
    }

    private static string FindTests()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CephActors.sln")))
                return Path.Combine(folder.FullName, "tests");
        }

        throw new InvalidOperationException("The specs do not lie below the repository they belong to.");
    }

    [GeneratedRegex(@"^\| (?!Row \|)")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+Spec)\.(\w+)`")]
    private static partial Regex Spec();
}

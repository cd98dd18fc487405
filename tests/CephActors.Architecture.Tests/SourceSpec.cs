using System.Text.RegularExpressions;

namespace CephActors.Architecture.Tests;

public partial class SourceSpec
{
    private static readonly IReadOnlyList<string> Source = Repository.SourceFiles("src");

    [Fact]
    public void Files_should_stay_short() =>
        Assert.All(Source, f => Assert.InRange(Repository.Read(f).Count(c => c == '\n'), 1, 300));

    [Fact]
    public void Files_should_have_no_regions_and_nothing_left_to_do() =>
        Assert.All(
            Source.Concat(Repository.SourceFiles("tests").Where(f => !f.EndsWith("/SourceSpec.cs", StringComparison.Ordinal))),
            f => Assert.DoesNotMatch(Unwanted(), Repository.Read(f)));

    [Fact]
    public void Namespaces_should_follow_folders_unless_a_user_meets_them()
    {
        Findings.ShouldBeNone(
            from file in Source
            where file.StartsWith("src/CephActors", StringComparison.Ordinal)
            let declared = Namespace().Match(Repository.Read(file)).Groups[1].Value
            where declared is not ("" or "CephActors") && declared != Expected(file)
            select $"{file}: {declared}");
    }

    [Fact]
    public void Build_scripts_should_take_the_same_verbs_with_the_same_words_about_them()
    {
        var unix = Repository.Read("build.sh").ReplaceLineEndings("\n");
        var windows = Repository.Read("build.cmd").ReplaceLineEndings("\n");
        var help = unix.Split("<<'TEXT'\n")[1].Split("\nTEXT\n")[0].Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).ToArray();
        var verbs = help.Select(line => line.Split(' ')[2]).Where(verb => verb.Length > 0).ToArray();

        Assert.NotEmpty(verbs);
        Assert.Equal(help, windows.Split('\n').Where(line => line.StartsWith("echo   ", StringComparison.Ordinal)).Select(line => line[5..].Replace('\\', '/')));
        Assert.Contains($"for %%v in ({string.Join(' ', verbs)}) do", windows, StringComparison.Ordinal);
        Assert.All(verbs, verb =>
        {
            Assert.Contains($"\n    {verb}) ", unix, StringComparison.Ordinal);
            Assert.Contains($"\n:{verb}\n", windows, StringComparison.Ordinal);
        });
    }

    // Both libraries are rooted at CephActors, the others at their own names; hosting and test kit are one namespace each.
    private static string Expected(string file) => file.Split('/')[1..^1] switch
    {
        [("CephActors.Hosting" or "CephActors.TestKit") and var project, ..] => project,
        ["CephActors.Tool", .. var folders] => string.Join('.', folders.Prepend("CephActors.Tool")),
        [_, .. var folders] => string.Join('.', folders.Prepend("CephActors")),
        [] => "",
    };

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\s*#region|\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException", RegexOptions.Multiline)]
    private static partial Regex Unwanted();
}

using System.Text.RegularExpressions;
using Mono.Cecil;

namespace CephActors.Architecture.Tests;

/// <summary>
/// Which folder of a project a type's source lies in. Namespaces do not tell: what a user meets stands in <c>CephActors</c>,
/// whichever layer it belongs to.
/// </summary>
internal sealed partial class SourceMap
{
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

    public SourceMap(string project)
    {
        foreach (var file in Repository.SourceFiles(project))
        {
            var text = Repository.Read(file);
            var space = Namespace().Match(text).Groups[1].Value;
            var folder = file[(project.Length + 1)..].Split('/') is [var top, _, ..] ? top : "";
            foreach (Match declaration in Declaration().Matches(text))
                _folders[$"{space}.{declaration.Groups[1].Value}"] = folder;
        }
    }

    /// <summary>The top folder a type lies in, empty for the project's own, null for a type the compiler made.</summary>
    public string? FolderOf(TypeReference type)
    {
        var outer = References.Outermost(type);
        return _folders.GetValueOrDefault($"{outer.Namespace}.{outer.Name.Split('`')[0]}");
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^[\w ]*?\b(?:class|struct|interface|enum|record(?: struct| class)?|delegate [\w<>?\[\]., ]+?) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}

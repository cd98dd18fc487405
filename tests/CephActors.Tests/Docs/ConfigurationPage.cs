using System.Text;

namespace CephActors.Tests.Docs;

/// <summary>Writes <c>docs/configuration.md</c> from the comments of <c>reference.conf</c>.</summary>
internal static class ConfigurationPage
{
    private const string Head = """
        # Configuration

        Every setting with its default, written from [hocon/reference.conf](../hocon/reference.conf), where more is said about how values
        are written. Settings of one messenger called NAME stand under `ceph.messengers.NAME` and outdo those under `ceph.messenger`. A key
        that does not exist, or a value that is not allowed, is refused at start with the key, the value and what is allowed.

        """;

    /// <summary>The whole page.</summary>
    public static string Write(IEnumerable<string> reference)
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        var path = new Stack<string>();
        var comment = new List<string>();
        var table = "";
        foreach (var line in reference.Select(l => l.Trim()))
        {
            // What follows binds our types to Akka's serialization and is nobody's to set.
            if (path.Count == 0 && line.StartsWith("akka", StringComparison.Ordinal))
                break;
            if (line.StartsWith('#'))
                comment.Add(line[1..]);
            else if (line.Length == 0 && path.Count == 0)
                comment.Clear();
            else if (line == "}")
                path.Pop();
            else if (line.EndsWith('{'))
                Open(page, path, line[..^1].Trim(), comment);
            else if (line.Contains('=', StringComparison.Ordinal) || line.EndsWith("{}", StringComparison.Ordinal))
                Row(page, ref table, string.Join('.', path.Reverse()), line, comment);
        }

        return page.ToString();
    }

    private static void Open(StringBuilder page, Stack<string> path, string name, List<string> comment)
    {
        path.Push(name);
        if (comment.Count > 0 && path.Count > 1)
            page.Append($"\n## `{string.Join('.', path.Reverse())}`\n\n{Prose(comment)}\n{Code(comment)}");
        else if (path.Count > 1)
            page.Append($"\n## `{string.Join('.', path.Reverse())}`\n");
        comment.Clear();
    }

    private static void Row(StringBuilder page, ref string table, string section, string line, List<string> comment)
    {
        if (table != section)
        {
            if (table.StartsWith(section + ".", StringComparison.Ordinal))
                page.Append(page.ToString().Contains($"## `{section}`\n", StringComparison.Ordinal) ? $"\n## `{section}`, further\n" : $"\n## `{section}`\n");
            page.Append("\n| Key | Default | Means | Takes | From |\n| --- | --- | --- | --- | --- |\n");
            table = section;
        }

        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var (key, value) = equals < 0 ? (line[..^2].Trim(), "{}") : (line[..equals].Trim(), line[(equals + 1)..].Trim());
        var text = Prose(comment);
        var takes = text.StartsWith("Takes ", StringComparison.Ordinal) ? 0 : text.IndexOf(". Takes ", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : -1;
        var from = Math.Max(text.LastIndexOf("Ceph: ", StringComparison.Ordinal), text.LastIndexOf("Ours", StringComparison.Ordinal));
        var means = text[..(takes >= 0 ? takes : from >= 0 ? from : text.Length)].Trim();
        var allowed = takes < 0 ? "" : text[(takes + "Takes ".Length)..(from > takes ? from : text.Length)].Trim().TrimEnd('.');
        page.Append($"| `{key}` | `{value}` | {means} | {allowed} | {(from < 0 ? "" : text[from..].TrimEnd('.'))} |\n");
        if (Code(comment) is { Length: > 0 } code)
        {
            page.Append(code);
            table = "";
        }

        comment.Clear();
    }

    /// <summary>The comment without what is set off as code.</summary>
    private static string Prose(IEnumerable<string> comment) =>
        string.Join(' ', comment.Where(l => !l.StartsWith("  ", StringComparison.Ordinal)).Select(l => l.Trim())).Replace("|", "\\|", StringComparison.Ordinal).Trim();

    private static string Code(IEnumerable<string> comment)
    {
        var lines = comment.Where(l => l.StartsWith("   ", StringComparison.Ordinal)).Select(l => l[3..].TrimEnd()).ToArray();
        return lines.Length == 0 ? "" : $"\n```hocon\n{string.Join('\n', lines).Trim('\n')}\n```\n";
    }
}

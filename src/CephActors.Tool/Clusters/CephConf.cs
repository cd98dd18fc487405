using System.Text;

namespace CephActors.Tool.Clusters;

/// <summary>
/// A <c>ceph.conf</c>: sections of keys and values, of which the most special section wins. Ceph: <c>src/common/ConfUtils.cc</c>,
/// <c>ConfFile</c>.
/// </summary>
internal sealed class CephConf
{
    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    private CephConf()
    {
    }

    /// <summary>One without anything in it.</summary>
    public static CephConf Empty { get; } = new();

    /// <summary>The sections there are, such as <c>global</c> and <c>mon.a</c>.</summary>
    public IEnumerable<string> Sections => _sections.Keys;

    /// <summary>Reads the text of such a file.</summary>
    /// <exception cref="FormatException">It is none; the message names the line.</exception>
    public static CephConf Parse(string text)
    {
        var conf = new CephConf();
        Dictionary<string, string>? section = null;
        foreach (var (number, line) in Lines(text))
        {
            if (line.StartsWith('['))
            {
                if (!line.EndsWith(']') || line.Length < 3)
                    throw new FormatException($"line {number}: a section is written [NAME]");
                var name = line[1..^1].Trim();
                if (!conf._sections.TryGetValue(name, out section))
                    conf._sections.Add(name, section = new(StringComparer.Ordinal));
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new FormatException($"line {number}: neither a section nor KEY = VALUE");
            if (section is null)
                throw new FormatException($"line {number}: a value before the first section");
            section[Key(line[..equals])] = Unquoted(line[(equals + 1)..].Trim());
        }

        return conf;
    }

    /// <summary>
    /// The value of a key for an entity: of <c>[client.admin]</c> before <c>[client]</c> before <c>[global]</c>; null if it stands nowhere.
    /// In keys blanks, underscores and hyphens are the same.
    /// </summary>
    public string? Get(AuthEntityName entity, string key) =>
        GetOf(entity.ToString(), key) ?? GetOf(entity.ToString().Split('.')[0], key) ?? GetOf("global", key);

    /// <summary>The value of a key in one section.</summary>
    public string? GetOf(string section, string key) => _sections.GetValueOrDefault(section)?.GetValueOrDefault(Key(key));

    /// <summary>A key as it is compared.</summary>
    public static string Key(string text) => string.Join('_', text.Split([' ', '\t', '_', '-'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Lines without comments and blanks; one that ends in a backslash goes on in the next.</summary>
    private static IEnumerable<(int Number, string Line)> Lines(string text)
    {
        var whole = new StringBuilder();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (line.EndsWith('\\'))
            {
                whole.Append(line, 0, line.Length - 1);
                continue;
            }

            var content = WithoutComment(whole.Append(line).ToString()).Trim();
            whole.Clear();
            if (content.Length > 0)
                yield return (number, content);
        }
    }

    /// <summary>A comment begins at # or ;, unless that is quoted or follows a backslash.</summary>
    private static string WithoutComment(string line)
    {
        var kept = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote == '\0' && c == '\\' && i + 1 < line.Length && (line[i + 1] is '#' or ';'))
            {
                kept.Append(line[++i]);
                continue;
            }

            if (quote == '\0' && (c is '#' or ';'))
                break;
            if ((c is '"' or '\'') && (quote == '\0' || quote == c))
                quote = quote == '\0' ? c : '\0';
            kept.Append(c);
        }

        return kept.ToString();
    }

    private static string Unquoted(string value) =>
        value.Length >= 2 && (value[0] is '"' or '\'') && value[^1] == value[0] ? value[1..^1] : value;
}

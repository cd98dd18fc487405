using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CephActors.Auth;

/// <summary>
/// Reads the text form of a keyring, a small part of what <c>ceph.conf</c> allows: sections, <c>key = value</c> lines, <c>#</c> and <c>;</c>
/// comments, values in double quotes with backslash escapes, lines continued by a backslash at their end. Underscores and spaces in a key's name are
/// the same. Ceph: <c>src/auth/KeyRing.cc</c>, <c>KeyRing::decode_plaintext</c>; <c>src/common/ConfUtils.cc</c>.
/// </summary>
internal static class KeyringParser
{
    public static bool TryParse(string text, [NotNullWhen(true)] out Keyring? keyring, [NotNullWhen(false)] out string? error)
    {
        keyring = null;
        var sections = new List<Section>();
        var skipping = false;
        var number = 0;
        foreach (var line in JoinContinued(text))
        {
            number = line.Number;
            var content = line.Text.AsSpan().Trim();
            if (content.IsEmpty || content[0] is '#' or ';')
                continue;
            if (content[0] == '[')
            {
                if (!TryReadSection(content, out var title, out error))
                    return Fail(number, ref error);
                skipping = title == "global";
                if (skipping)
                    continue;
                if (!AuthEntityName.TryParse(title, out var name))
                {
                    error = $"section [{title}] is no entity name such as client.admin";
                    return Fail(number, ref error);
                }

                sections.Add(new Section(name));
            }
            else if (!skipping && !TryReadLine(content, sections, out error))
            {
                return Fail(number, ref error);
            }
        }

        if (sections.Find(section => section.Key is null) is { } incomplete)
        {
            error = $"The keyring gives no key for {incomplete.Name}.";
            return false;
        }

        // A section that appears twice: the later one counts.
        error = null;
        keyring = new Keyring(sections.GroupBy(section => section.Name).Select(same => same.Last().ToEntry()));
        return true;
    }

    private static bool Fail(int line, [NotNull] ref string? error)
    {
        error = $"Line {line} of the keyring: {error}.";
        return false;
    }

    private static bool TryReadSection(ReadOnlySpan<char> line, out string title, [NotNullWhen(false)] out string? error)
    {
        var end = line.IndexOf(']');
        title = end < 0 ? "" : line[1..end].Trim().ToString();
        var rest = end < 0 ? default : line[(end + 1)..].Trim();
        error = end < 0 ? "a section needs a closing bracket"
            : !rest.IsEmpty && rest[0] is not ('#' or ';') ? "there is text behind the section's bracket"
            : null;
        return error is null;
    }

    private static bool TryReadLine(ReadOnlySpan<char> line, List<Section> sections, [NotNullWhen(false)] out string? error)
    {
        var equals = line.IndexOf('=');
        if (equals < 0)
        {
            error = "neither a section nor 'name = value'";
            return false;
        }

        if (sections.Count == 0)
        {
            error = "a value stands before the first section";
            return false;
        }

        var name = Normalize(line[..equals]);
        if (!TryReadValue(line[(equals + 1)..].Trim(), out var value, out error))
            return false;
        var section = sections[^1];
        switch (name)
        {
            case "key":
                if (!CryptoKey.TryParse(value, out var key, out error))
                {
                    error = char.ToLowerInvariant(error[0]) + error[1..].TrimEnd('.');
                    return false;
                }

                section.Key = key;
                return true;
            case "auid":
                return true;
            case var caps when caps.StartsWith("caps ", StringComparison.Ordinal):
                section.Caps[caps[5..]] = value;
                return true;
            default:
                error = $"'{name}' is none of key, caps SERVICE, auid";
                return false;
        }
    }

    // Words separated by single spaces, whatever stood between them.
    private static string Normalize(ReadOnlySpan<char> name) =>
        string.Join(' ', name.ToString().Split([' ', '\t', '_'], StringSplitOptions.RemoveEmptyEntries));

    private static bool TryReadValue(ReadOnlySpan<char> text, out string value, [NotNullWhen(false)] out string? error)
    {
        var quoted = !text.IsEmpty && text[0] == '"';
        var result = new StringBuilder();
        var i = quoted ? 1 : 0;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length)
                result.Append(text[++i]);
            else if (quoted ? c == '"' : c is '#' or ';')
                break;
            else
                result.Append(c);
        }

        value = quoted ? result.ToString() : result.ToString().TrimEnd();
        var rest = quoted && i < text.Length ? text[(i + 1)..].Trim() : default;
        error = quoted && i >= text.Length ? "a quoted value does not end"
            : !rest.IsEmpty && rest[0] is not ('#' or ';') ? "there is text behind a quoted value"
            : null;
        return error is null;
    }

    private static IEnumerable<(int Number, string Text)> JoinContinued(string text)
    {
        var pending = new StringBuilder();
        var number = 0;
        var first = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (pending.Length == 0)
                first = number;
            if (line.EndsWith('\\'))
            {
                pending.Append(line, 0, line.Length - 1);
                continue;
            }

            yield return (first, pending.Append(line).ToString());
            pending.Clear();
        }

        if (pending.Length > 0)
            yield return (first, pending.ToString());
    }

    private sealed class Section(AuthEntityName name)
    {
        public AuthEntityName Name => name;

        public CryptoKey? Key { get; set; }

        public Dictionary<string, string> Caps { get; } = new(StringComparer.Ordinal);

        public KeyringEntry ToEntry() => new(name, Key!, Caps);
    }
}

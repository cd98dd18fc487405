using System.Globalization;
using System.Text;

namespace CephActors.Hosting;

/// <summary>Collects the settings of one section that were set; what is null is left to <c>reference.conf</c>.</summary>
internal sealed class HoconSection
{
    private readonly StringBuilder _text;
    private readonly string _path;

    public HoconSection(params IEnumerable<string> path)
        : this(new StringBuilder(), string.Concat(path.Select(name => Quoted(name) + ".")))
    {
    }

    private HoconSection(StringBuilder text, string path)
    {
        _text = text;
        _path = path;
    }

    /// <summary>A section inside this one.</summary>
    public HoconSection Section(string key) => new(_text, $"{_path}{key}.");

    public void Set(string key, string? value) => Write(key, value is null ? null : Quoted(value));

    public void Set(string key, bool? value) => Write(key, value is null ? null : value.Value ? "on" : "off");

    public void Set(string key, long? value) => Write(key, value?.ToString(CultureInfo.InvariantCulture));

    public void Set(string key, double? value) => Write(key, value?.ToString("R", CultureInfo.InvariantCulture));

    public void Set(string key, TimeSpan? value) =>
        Write(key, value is null ? null : value.Value.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms");

    public void SetFeatures(string key, ulong? value) => Write(key, value is null ? null : $"0x{value:x}");

    /// <summary>What was set, as HOCON; empty if nothing was.</summary>
    public override string ToString() => _text.ToString();

    private void Write(string key, string? value)
    {
        if (value is not null)
            _text.Append(_path).Append(key).Append(" = ").Append(value).Append('\n');
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}

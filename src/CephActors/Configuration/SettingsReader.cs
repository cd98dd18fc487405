using System.Globalization;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace CephActors.Configuration;

/// <summary>
/// Reads the settings of one section, strictly: a value that cannot be read or lies outside its range is refused by name, and
/// so is, at the end, every key that nobody asked for. Sections given first override those behind them.
/// </summary>
internal sealed class SettingsReader
{
    private readonly (string Path, Config Section)[] _layers;
    private readonly Config _merged;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <param name="root">The whole configuration, defaults included.</param>
    /// <param name="paths">The sections to read, the strongest first; those that are missing count as empty.</param>
    public SettingsReader(Config root, params IReadOnlyList<string> paths)
    {
        _layers = [.. paths.Select(p => (p, root.HasPath(p) ? root.GetConfig(p) : Config.Empty))];
        _merged = _layers.Select(l => l.Section).Aggregate((strong, weak) => strong.SafeWithFallback(weak));
    }

    /// <summary>The keys asked for so far, relative to the section.</summary>
    public IReadOnlyCollection<string> Known => _known;

    /// <summary>Whether a key has a value or holds a section.</summary>
    public bool Has(string key) => _merged.HasPath(key);

    /// <summary>Whether a key holds a section.</summary>
    public bool IsSection(string key) => _merged.GetValue(key) is { } value && value.IsObject();

    /// <summary>The names directly below a section whose names are free.</summary>
    public IReadOnlyList<string> Names(string section, string allowed) =>
        Value(section, allowed).IsObject() ? [.. NamesOf(_merged.GetConfig(section))] : throw Refuse(section, allowed);

    public string Text(string key, string allowed) =>
        Value(key, allowed) is { } value && value.IsString() && value.GetString() is { } text ? text : throw Refuse(key, allowed);

    public T Parsed<T>(string key, string allowed, TryParser<T> parser) =>
        parser(Text(key, allowed), out var value) ? value : throw Refuse(key, allowed);

    public T Choice<T>(string key, params IReadOnlyList<(string Name, T Value)> choices)
    {
        var allowed = "one of " + string.Join(", ", choices.Select(c => c.Name));
        return Parsed(key, allowed, (string text, out T value) =>
        {
            var found = choices.Where(c => c.Name == text).ToArray();
            value = found.Length == 0 ? default! : found[0].Value;
            return found.Length > 0;
        });
    }

    public bool Switch(string key) => Parsed(key, "on or off", (string text, out bool value) =>
    {
        value = text is "on" or "true" or "yes";
        return value || text is "off" or "false" or "no";
    });

    public int Int(string key, int min, int max) =>
        Parsed(key, $"a whole number from {Invariant(min)} to {Invariant(max)}", (string text, out int value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max);

    public double Number(string key, double min, double max) =>
        Parsed(key, $"a number from {Invariant(min)} to {Invariant(max)}", (string text, out double value) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= min && value <= max);

    public TimeSpan Time(string key, TimeSpan min, TimeSpan max) =>
        Parsed(key, $"a time from {Quantities.Format(min)} to {Quantities.Format(max)}", (string text, out TimeSpan value) =>
            Quantities.TryParseTime(text, out value) && value >= min && value <= max);

    public long Bytes(string key, long min, long max) =>
        Parsed(key, $"a size from {Quantities.Format(min)} to {Quantities.Format(max)}", (string text, out long value) =>
            Quantities.TryParseBytes(text, out value) && value >= min && value <= max);

    /// <summary>A list, written <c>[a, b]</c> or <c>"a, b"</c> as in ceph.conf.</summary>
    public IReadOnlyList<T> List<T>(string key, string allowed, TryParser<T> parser)
    {
        var value = Value(key, allowed);
        if (value.IsObject())
            throw Refuse(key, allowed);
        IEnumerable<string?> texts = value.IsString()
            ? ListText.Split(value.GetString() ?? throw Refuse(key, allowed), ",")
            : value.GetArray().Select(element => element.IsString() ? element.GetString() : null);

        return [.. texts.Select(text => text is not null && parser(text, out var item) ? item : throw Refuse(key, allowed))];
    }

    /// <summary>The error that a value is not among those allowed.</summary>
    public CephMessengerConfigurationException Refuse(string key, string allowed) => new(PathOf(key), Written(key), allowed);

    /// <summary>The error that some keys are set where none of them may be.</summary>
    public CephMessengerConfigurationException RefuseTogether(IReadOnlyList<string> keys, string why) =>
        CephMessengerConfigurationException.Together([.. keys.Select(PathOf)], Written(keys[0]), why);

    /// <summary>Refuses the keys nobody asked for: a mistyped one must not be silent.</summary>
    public void RefuseUnknown()
    {
        foreach (var key in Leaves(_merged, ""))
        {
            if (!_known.Contains(key))
                throw CephMessengerConfigurationException.Unknown(PathOf(key));
        }
    }

    /// <summary>The full path of a key, in the section where the value stands that counts.</summary>
    public string PathOf(string key) =>
        _layers.Where(l => l.Section.HasPath(key)).Select(l => l.Path).FirstOrDefault(_layers[^1].Path) + "." + key;

    /// <summary>A name as it stands in a path: quoted if it is more than one word.</summary>
    public static string Quoted(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? name : $"\"{name}\"";

    /// <summary>Every key of a section and the sections in it that has a value; empty sections count as one.</summary>
    public static IEnumerable<string> Leaves(Config section, string prefix)
    {
        foreach (var name in NamesOf(section))
        {
            var quoted = Quoted(name);
            var inner = section.GetValue(quoted).IsObject() ? section.GetConfig(quoted) : Config.Empty;
            if (inner.IsEmpty || !NamesOf(inner).Any())
                yield return prefix + quoted;
            foreach (var leaf in Leaves(inner, $"{prefix}{quoted}."))
                yield return leaf;
        }
    }

    private static IEnumerable<string> NamesOf(Config section) =>
        section.IsEmpty ? [] : section.AsEnumerable().Select(entry => entry.Key);

    private HoconValue Value(string key, string allowed)
    {
        _known.Add(key);
        return _merged.GetValue(key) ?? throw new CephMessengerConfigurationException(PathOf(key), null, allowed);
    }

    private string? Written(string key) => _merged.GetValue(key) switch
    {
        null => null,
        var value when value.IsString() => value.GetString() ?? "null",
        var value => value.ToString(),
    };

    private static string Invariant(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>Reads a value from its text; false if it is none.</summary>
internal delegate bool TryParser<T>(string text, out T value);

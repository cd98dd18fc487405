using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace CephActors.Hosting.Tests;

internal static class Hocon
{
    public static Config Reference { get; } =
        ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "reference.conf")));

    /// <summary>The keys of a section with their values; a section without any counts as one.</summary>
    public static Dictionary<string, string> Leaves(Config config, string section) =>
        config.HasPath(section) ? Leaves(config.GetValue(section), "").ToDictionary() : [];

    private static IEnumerable<KeyValuePair<string, string>> Leaves(HoconValue value, string path) =>
        value.IsObject() && value.GetObject().Items.Count > 0
            ? value.GetObject().Items.SelectMany(item => Leaves(item.Value, path.Length == 0 ? item.Key : $"{path}.{item.Key}"))
            : [new(path, value.ToString())];
}

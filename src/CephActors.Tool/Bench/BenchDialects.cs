namespace CephActors.Tool.Bench;

/// <summary>The dialects by name.</summary>
internal static class BenchDialects
{
    private static readonly Dictionary<string, IBenchDialect> ByName = new(StringComparer.Ordinal)
    {
        ["ping"] = new PingDialect(),
        ["osd"] = new OsdDialect(),
    };

    /// <summary>What can be asked for; the first is the usual one.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static IBenchDialect Get(string name) => ByName[name];
}

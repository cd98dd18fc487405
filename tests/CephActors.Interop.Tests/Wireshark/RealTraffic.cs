namespace CephActors.Interop.Tests.Wireshark;

/// <summary>The recorded traffic of real Ceph over protocol v1.</summary>
internal static class RealTraffic
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures");
    private static readonly Lazy<Task<Dissection>> Dissected = new(() =>
        Dissection.OfAsync(Directory.GetDirectories(Root, "v1-*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(InFolder)));

    /// <summary>What the dissector says about all of it.</summary>
    public static Task<Dissection> DissectedAsync() => Dissected.Value;

    /// <summary>The connections of one recording.</summary>
    public static IEnumerable<Tape> Tapes(string recording) => InFolder(Path.Combine(Root, "captures", recording));

    /// <summary>One connection of a recording; the main one has no prefix.</summary>
    public static Tape Tape(string recording, string prefix) => Read(Path.Combine(Root, "captures", recording, $"{prefix}client.bin"));

    private static IEnumerable<Tape> InFolder(string folder) =>
        from client in Directory.GetFiles(folder, "*client.bin").Order(StringComparer.Ordinal)
        select Read(client);

    private static Tape Read(string client) =>
        new(File.ReadAllBytes(client), File.ReadAllBytes(client.Replace("client.bin", "server.bin", StringComparison.Ordinal)));
}

using System.Globalization;
using System.Text.Json;

namespace CephActors.Tool.OsdPinging;

/// <summary>The OSD map as <c>ceph osd dump --format json</c> prints it, as far as it matters here.</summary>
/// <param name="MaxOsd">No OSD has this number or a higher one.</param>
/// <param name="Osds">What is said of each.</param>
internal sealed record OsdMapDump(int MaxOsd, IReadOnlyDictionary<int, OsdMapEntry> Osds)
{
    /// <summary>The command whose output <see cref="Read"/> takes.</summary>
    public const string Command = """{"prefix":"osd dump","format":"json"}""";

    private static readonly (string Role, string Property)[] Roles =
        [(OsdTarget.Front, "heartbeat_front_addrs"), (OsdTarget.Back, "heartbeat_back_addrs"), (OsdTarget.Public, "public_addrs")];

    /// <summary>Reads a dump.</summary>
    /// <exception cref="CommandFailure">It is not understood.</exception>
    public static OsdMapDump Read(string dump)
    {
        try
        {
            using var json = JsonDocument.Parse(dump);
            return new OsdMapDump(
                json.RootElement.GetProperty("max_osd").GetInt32(),
                json.RootElement.GetProperty("osds").EnumerateArray().ToDictionary(entry => entry.GetProperty("osd").GetInt32(), ReadEntry));
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CommandFailure($"the monitor's OSD map is not understood: {cause.Message}");
        }
    }

    /// <summary>The entry of an OSD.</summary>
    /// <exception cref="CommandFailure">It has none.</exception>
    public OsdMapEntry Find(int osd) =>
        Osds.GetValueOrDefault(osd) ?? throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"the cluster has no osd.{osd}"));

    private static OsdMapEntry ReadEntry(JsonElement entry) =>
        new(entry.GetProperty("up").GetInt32() == 1, Roles.ToDictionary(role => role.Role, role => ReadVector(entry.GetProperty(role.Property))));

    private static EntityAddressVector ReadVector(JsonElement addresses) =>
        new([.. addresses.GetProperty("addrvec").EnumerateArray().Select(address => EntityAddress.Parse(
            $"{address.GetProperty("type").GetString()}:{address.GetProperty("addr").GetString()}/{address.GetProperty("nonce").GetUInt32()}"))]);
}

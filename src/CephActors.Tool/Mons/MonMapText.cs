using System.Globalization;
using System.Text;
using System.Text.Json;
using CephActors.Messages;

namespace CephActors.Tool.Mons;

/// <summary>A monitor map in words and as JSON, both as <c>ceph mon dump</c> prints them. Ceph: <c>MonMap::print</c>, <c>MonMap::dump</c>.</summary>
internal static class MonMapText
{
    private const int OldestNamedRelease = 9;

    private static readonly string[] Releases =
        ["infernalis", "jewel", "kraken", "luminous", "mimic", "nautilus", "octopus", "pacific", "quincy", "reef", "squid"];

    private static readonly string[] Features =
        ["kraken", "luminous", "mimic", "osdmap-prune", "nautilus", "octopus", "pacific", "elector-pinging", "quincy", "reef", "squid"];

    /// <summary>Several lines.</summary>
    public static string InWords(MonMap map)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"epoch {map.Epoch}");
        text.AppendLine(CultureInfo.InvariantCulture, $"fsid {map.Fsid}");
        text.AppendLine(CultureInfo.InvariantCulture, $"last_changed {Time(map.LastChanged)}+0000");
        text.AppendLine(CultureInfo.InvariantCulture, $"created {Time(map.Created)}+0000");
        text.AppendLine(CultureInfo.InvariantCulture, $"min_mon_release {map.MinMonRelease} ({ReleaseName(map.MinMonRelease)})");
        text.AppendLine(CultureInfo.InvariantCulture, $"election_strategy: {map.ElectionStrategy}");
        foreach (var (rank, name) in map.Ranks.Index())
            text.AppendLine(CultureInfo.InvariantCulture, $"{rank}: {map.Mons[name].PublicAddresses} mon.{name}");
        return text.ToString();
    }

    /// <summary>One object in one line.</summary>
    public static string AsJson(MonMap map)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", map.Epoch);
            json.WriteString("fsid", map.Fsid);
            json.WriteString("modified", $"{Time(map.LastChanged)}Z");
            json.WriteString("created", $"{Time(map.Created)}Z");
            json.WriteNumber("min_mon_release", map.MinMonRelease);
            json.WriteString("min_mon_release_name", ReleaseName(map.MinMonRelease));
            json.WriteNumber("election_strategy", map.ElectionStrategy);
            json.WriteBoolean("stretch_mode", map.StretchModeEnabled);
            json.WriteString("tiebreaker_mon", map.TiebreakerMon);
            json.WriteStartObject("features");
            Write(json, "persistent", map.PersistentFeatures);
            Write(json, "optional", map.OptionalFeatures);
            json.WriteEndObject();
            json.WriteStartArray("mons");
            foreach (var (rank, name) in map.Ranks.Index())
                Write(json, rank, map.Mons[name]);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, ulong features)
    {
        json.WriteStartArray(name);
        for (var bit = 0; bit < 64; bit++)
        {
            if ((features >> bit & 1) != 0)
                json.WriteStringValue(bit < Features.Length ? Features[bit] : "unknown");
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, int rank, MonInfo mon)
    {
        json.WriteStartObject();
        json.WriteNumber("rank", rank);
        json.WriteString("name", mon.Name);
        json.WriteStartObject("public_addrs");
        json.WriteStartArray("addrvec");
        foreach (var address in mon.PublicAddresses)
        {
            json.WriteStartObject();
            json.WriteString("type", address.Type switch
            {
                EntityAddressType.Legacy => "v1",
                EntityAddressType.Msgr2 => "v2",
                EntityAddressType.Any => "any",
                _ => "none",
            });
            json.WriteString("addr", address.ToEndPoint().ToString());
            json.WriteNumber("nonce", address.Nonce);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNumber("priority", mon.Priority);
        json.WriteNumber("weight", mon.Weight);
        json.WriteEndObject();
    }

    private static string ReleaseName(int release) =>
        release >= OldestNamedRelease && release - OldestNamedRelease < Releases.Length ? Releases[release - OldestNamedRelease] : "unknown";

    private static string Time(UTime time) => time.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}

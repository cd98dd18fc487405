using System.Globalization;
using System.Text.Json;
using CephActors;

namespace MiniMon;

/// <summary>A command: the words it begins with, the JSON of its further arguments, a help text, and what it does.</summary>
internal sealed record CommandEntry(string Prefix, string[] Parameters, string Help, Func<Arguments, Outcome> Run);

/// <summary>The commands of this monitor.</summary>
internal sealed class CommandTable
{
    private readonly Cluster _cluster;
    private readonly CommandEntry[] _entries;

    public CommandTable(Cluster cluster)
    {
        _cluster = cluster;
        _entries =
        [
            new("mon dump", [], "dump formatted monmap", MonDump),
            new("status", [], "show cluster status", Status),
            new("fsid", [], "show cluster FSID/UUID", _ => new Outcome(0, "", $"{_cluster.Map.Fsid}\n")),
            new(
                "minimon echo",
                ["""{"name":"text","type":"CephString","n":"N"}"""],
                "repeat a text",
                arguments => new Outcome(0, "", arguments.Text("text") + "\n")),
        ];
    }

    /// <summary>The command with these words.</summary>
    public CommandEntry? Find(string prefix) => prefix is "get_command_descriptions"
        ? new CommandEntry(prefix, [], "", _ => new Outcome(0, "", Descriptions()))
        : Array.Find(_entries, entry => entry.Prefix == prefix);

    /// <summary>All commands, as <c>ceph</c> wants to know them before it takes what is typed. Ceph: <c>src/mon/MonCommands.h</c>.</summary>
    private string Descriptions()
    {
        var number = 0;
        return "{" + string.Join(',', _entries.Select(entry =>
        {
            var signature = entry.Prefix.Split(' ').Select(word => JsonSerializer.Serialize(word)).Concat(entry.Parameters);
            var name = (number++).ToString("000", CultureInfo.InvariantCulture);
            return $$"""
                "cmd{{name}}":{"sig":[{{string.Join(',', signature)}}],"help":{{JsonSerializer.Serialize(entry.Help)}},"module":"mon","perm":"r","flags":0}
                """;
        })) + "}";
    }

    private Outcome MonDump(Arguments arguments)
    {
        var map = _cluster.Map;
        var status = $"dumped monmap epoch {map.Epoch}";
        if (arguments.WantsJson)
            return new Outcome(0, status, arguments.Json(MonMapJson()));
        return new Outcome(0, status, $"""
            epoch {map.Epoch}
            fsid {map.Fsid}
            last_changed {Time(map.LastChanged)}+0000
            created {Time(map.Created)}+0000
            min_mon_release {map.MinMonRelease} (pacific)
            election_strategy: {map.ElectionStrategy}
            0: {_cluster.Addresses} mon.{_cluster.Name}

            """);
    }

    private object MonMapJson()
    {
        var map = _cluster.Map;
        var one = _cluster.Addresses.FirstOrDefault(address => address.Type is EntityAddressType.Legacy, _cluster.Addresses[0]);
        var legacy = $"{one.Address}:{one.Port}/{one.Nonce}";
        return new
        {
            epoch = map.Epoch,
            fsid = map.Fsid,
            modified = Time(map.LastChanged) + "Z",
            created = Time(map.Created) + "Z",
            min_mon_release = map.MinMonRelease,
            min_mon_release_name = "pacific",
            election_strategy = map.ElectionStrategy,
            stretch_mode = false,
            features = new { persistent = Cluster.PersistentFeatures, optional = Array.Empty<string>() },
            mons = new[]
            {
                new
                {
                    rank = 0,
                    name = _cluster.Name,
                    public_addrs = new
                    {
                        addrvec = _cluster.Addresses.Select(a => new { type = a.Type is EntityAddressType.Msgr2 ? "v2" : "v1", addr = $"{a.Address}:{a.Port}", nonce = a.Nonce }),
                    },
                    addr = legacy,
                    public_addr = legacy,
                    priority = 0,
                    weight = 0,
                    crush_location = "{}",
                },
            },
            quorum = new[] { 0 },
        };
    }

    private Outcome Status(Arguments arguments) => new(0, "", arguments.WantsJson
        ? arguments.Json(new
        {
            fsid = _cluster.Map.Fsid,
            health = new { status = "HEALTH_OK", checks = new { }, mutes = Array.Empty<string>() },
            quorum = new[] { 0 },
            quorum_names = new[] { _cluster.Name },
            monmap = new { epoch = _cluster.Map.Epoch, min_mon_release_name = "pacific", num_mons = 1 },
        })
        : $"""
              cluster:
                id:     {_cluster.Map.Fsid}
                health: HEALTH_OK

              services:
                mon: 1 daemons, quorum {_cluster.Name}

            """);

    private static string Time(UTime time) => time.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}

using Akka.Configuration;

namespace CephActors.Configuration;

/// <summary>How a monitor client finds monitors and keeps to one: section <c>ceph.mon-client</c>.</summary>
internal sealed record MonClientSettings
{
    private const string Section = "ceph.mon-client";

    /// <summary>The monitors known at start; may be empty. Ceph: <c>mon_host</c>.</summary>
    public required IReadOnlyList<EntityAddressVector> MonHost { get; init; }

    /// <summary>Between keepalives on an open session. Ceph: <c>mon_client_ping_interval</c>.</summary>
    public required TimeSpan PingInterval { get; init; }

    /// <summary>Silence after which another monitor is sought; zero never. Ceph: <c>mon_client_ping_timeout</c>.</summary>
    public required TimeSpan PingTimeout { get; init; }

    /// <summary>Between attempts while hunting. Ceph: <c>mon_client_hunt_interval</c>.</summary>
    public required TimeSpan HuntInterval { get; init; }

    /// <summary>Monitors tried at a time; 0 is all. Ceph: <c>mon_client_hunt_parallel</c>.</summary>
    public required int HuntParallel { get; init; }

    /// <summary>Growth of the interval after each failed hunt. Ceph: <c>mon_client_hunt_interval_backoff</c>.</summary>
    public required double HuntIntervalBackoff { get; init; }

    /// <summary>Least multiple of the interval. Ceph: <c>mon_client_hunt_interval_min_multiple</c>.</summary>
    public required double HuntIntervalMinMultiple { get; init; }

    /// <summary>Greatest multiple of the interval. Ceph: <c>mon_client_hunt_interval_max_multiple</c>.</summary>
    public required double HuntIntervalMaxMultiple { get; init; }

    /// <summary>Bound on the first session; zero for none. Ceph: <c>client_mount_timeout</c>.</summary>
    public required TimeSpan ConnectTimeout { get; init; }

    /// <summary>Bound on a command; zero for none. Ceph: <c>rados_mon_op_timeout</c>.</summary>
    public required TimeSpan CommandTimeout { get; init; }

    /// <summary>Reads the section from a configuration that has the defaults beneath it.</summary>
    /// <exception cref="CephMessengerConfigurationException">A value is not allowed, or a key is unknown.</exception>
    public static MonClientSettings Read(Config root)
    {
        var reader = new SettingsReader(root, Section);
        var settings = Read(reader);
        reader.RefuseUnknown();
        return settings;
    }

    internal static MonClientSettings Read(SettingsReader reader)
    {
        var day = TimeSpan.FromDays(1);
        var settings = new MonClientSettings
        {
            MonHost = reader.List("mon-host", "a list of addresses such as v2:127.0.0.1:3300/0", (string text, out EntityAddressVector monitor) =>
            {
                monitor = EntityAddress.TryParse(text, EntityAddressType.Any, out var address) ? address
                    : EntityAddressVector.TryParse(text, out var vector) ? vector
                    : EntityAddressVector.Empty;
                return monitor.Count > 0 && !monitor.Any(a => a.IsBlankAddress);
            }),
            PingInterval = reader.Time("ping-interval", TimeSpan.FromMilliseconds(1), day),
            PingTimeout = reader.Time("ping-timeout", TimeSpan.Zero, day),
            HuntInterval = reader.Time("hunt-interval", TimeSpan.FromMilliseconds(1), day),
            HuntParallel = reader.Int("hunt-parallel", 0, 1_000),
            HuntIntervalBackoff = reader.Number("hunt-interval-backoff", 1, 1_000),
            HuntIntervalMinMultiple = reader.Number("hunt-interval-min-multiple", 0.001, 1_000),
            HuntIntervalMaxMultiple = reader.Number("hunt-interval-max-multiple", 0.001, 1_000),
            ConnectTimeout = reader.Time("connect-timeout", TimeSpan.Zero, day),
            CommandTimeout = reader.Time("command-timeout", TimeSpan.Zero, day),
        };
        return settings.HuntIntervalMinMultiple <= settings.HuntIntervalMaxMultiple
            ? settings
            : throw reader.Refuse("hunt-interval-max-multiple", "a number not below hunt-interval-min-multiple");
    }
}

using CephActors.Auth;

namespace CephActors.Configuration;

/// <summary>Connection modes in order of preference, by who meets whom; protocol v2 asks for them, v1 has none.</summary>
internal sealed record ModeSettings
{
    /// <summary>Between monitors. Ceph: <c>ms_mon_cluster_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> MonCluster { get; init; }

    /// <summary>Accepted by monitors from others. Ceph: <c>ms_mon_service_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> MonService { get; init; }

    /// <summary>Towards monitors. Ceph: <c>ms_mon_client_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> MonClient { get; init; }

    /// <summary>Between other daemons. Ceph: <c>ms_cluster_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> Cluster { get; init; }

    /// <summary>Accepted by other daemons from clients. Ceph: <c>ms_service_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> Service { get; init; }

    /// <summary>From clients to other daemons. Ceph: <c>ms_client_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> Client { get; init; }

    public static ModeSettings Read(SettingsReader reader)
    {
        return new ModeSettings
        {
            MonCluster = Modes("modes.mon-cluster"),
            MonService = Modes("modes.mon-service"),
            MonClient = Modes("modes.mon-client"),
            Cluster = Modes("modes.cluster"),
            Service = Modes("modes.service"),
            Client = Modes("modes.client"),
        };

        IReadOnlyList<ConnectionMode> Modes(string key)
        {
            const string allowed = "a list of crc and secure";
            var modes = reader.List(key, allowed, (string text, out ConnectionMode mode) =>
            {
                mode = text == "secure" ? ConnectionMode.Secure : ConnectionMode.Crc;
                return text is "secure" or "crc";
            });
            return modes.Count > 0 ? modes : throw reader.Refuse(key, allowed);
        }
    }
}

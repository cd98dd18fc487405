namespace CephActors.Auth;

/// <summary>
/// Tells by the kinds of the two parties which methods and modes are acceptable between them. Ceph: <c>src/auth/AuthRegistry.cc</c>,
/// <c>get_supported_methods</c>.
/// </summary>
internal sealed record AuthRegistry
{
    /// <summary>What the own side is.</summary>
    public required EntityType Local { get; init; }

    /// <summary>Methods between daemons. Ceph: <c>auth_cluster_required</c>.</summary>
    public required IReadOnlyList<AuthMethod> ClusterMethods { get; init; }

    /// <summary>Methods a daemon takes from clients. Ceph: <c>auth_service_required</c>.</summary>
    public required IReadOnlyList<AuthMethod> ServiceMethods { get; init; }

    /// <summary>Methods a client offers. Ceph: <c>auth_client_required</c>.</summary>
    public required IReadOnlyList<AuthMethod> ClientMethods { get; init; }

    /// <summary>Modes between monitors, and of daemons towards them. Ceph: <c>ms_mon_cluster_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> MonClusterModes { get; init; }

    /// <summary>Modes a monitor takes from others. Ceph: <c>ms_mon_service_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> MonServiceModes { get; init; }

    /// <summary>Modes of a client towards monitors. Ceph: <c>ms_mon_client_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> MonClientModes { get; init; }

    /// <summary>Modes between other daemons. Ceph: <c>ms_cluster_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> ClusterModes { get; init; }

    /// <summary>Modes other daemons take from clients. Ceph: <c>ms_service_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> ServiceModes { get; init; }

    /// <summary>Modes of a client towards other daemons. Ceph: <c>ms_client_mode</c>.</summary>
    public required IReadOnlyList<ConnectionMode> ClientModes { get; init; }

    /// <summary>What is acceptable with a peer of this type, whichever side connects.</summary>
    public AuthTerms TermsWith(EntityType peer)
    {
        var withMonitor = IsMonitor(peer);
        return Local switch
        {
            EntityType.Client => new AuthTerms(ClientMethods, withMonitor ? MonClientModes : ClientModes),
            EntityType.Mon or EntityType.Mgr => withMonitor
                ? new AuthTerms(ClusterMethods, MonClusterModes)
                : new AuthTerms(ServiceMethods, MonServiceModes),
            _ when withMonitor => new AuthTerms(ClusterMethods, MonClusterModes),
            _ when peer is EntityType.Osd or EntityType.Mds => new AuthTerms(ClusterMethods, ClusterModes),
            _ => new AuthTerms(ServiceMethods, ServiceModes),
        };
    }

    /// <summary>What a monitor takes from somebody who authenticates as such, whatever the connection says. Ceph: <c>Monitor::handle_auth_request</c>.</summary>
    public IReadOnlyList<AuthMethod> MethodsOfEntity(EntityType entity) =>
        entity is EntityType.Mon or EntityType.Mgr or EntityType.Osd or EntityType.Mds ? ClusterMethods : ServiceMethods;

    private static bool IsMonitor(EntityType peer) => peer is EntityType.Mon or EntityType.Mgr;
}

namespace CephActors.Tool.Serving;

/// <summary>How a daemon of Ceph 16 sets up the messenger that peers of its own kind meet it at.</summary>
internal static class DaemonPolicies
{
    /// <summary>
    /// What an OSD of Ceph 16 asks of OSDs once it has the OSD map of a fresh cluster. Ceph: <c>OSDMap::get_features</c>,
    /// <c>OSD::_set_cluster_features</c>.
    /// </summary>
    private const ulong RequiredByOsdOfOsds = 0x2e01020042046201;

    /// <summary>
    /// Peers of the own kind get this policy, all others are served without state, as at an OSD's cluster messenger.
    /// Ceph: <c>src/ceph_osd.cc</c>, <c>ms_cluster</c>.
    /// </summary>
    public static void Apply(CephMessenger messenger, Policy policy)
    {
        var own = messenger.EntityName.Type;
        messenger.SetDefaultPolicy(Policy.StatelessServer);
        messenger.SetPolicy(own, policy with { FeaturesRequired = RequiredOfOwnKind(own) });
    }

    private static ulong RequiredOfOwnKind(EntityType own) => own is EntityType.Osd ? RequiredByOsdOfOsds : 0;
}

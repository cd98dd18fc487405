namespace CephActors.Session;

/// <summary>
/// The protocol_version of the v1 handshake. Peers of one type speak that type's cluster protocol,
/// others the public protocol of the serving type. Ceph: <c>Messenger::get_proto_version</c>.
/// </summary>
internal static class ProtocolVersions
{
    /// <summary>The version this side states, as connector or as acceptor.</summary>
    public static uint For(EntityType own, EntityType peer, bool connector)
    {
        if (own == peer)
            return Cluster(own);
        return Public(connector ? peer : own);
    }

    private static uint Cluster(EntityType type) => type switch
    {
        EntityType.Mon => 13,
        EntityType.Osd => 10,
        EntityType.Mds => 35,
        _ => 0,
    };

    private static uint Public(EntityType server) => server switch
    {
        EntityType.Osd => 24,
        EntityType.Mds => 32,
        EntityType.Mon => 15,
        _ => 0,
    };
}

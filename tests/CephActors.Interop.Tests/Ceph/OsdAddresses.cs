using System.Text.Json;

namespace CephActors.Interop.Tests.Ceph;

/// <summary>Where an OSD answers.</summary>
/// <param name="Public">Clients.</param>
/// <param name="Cluster">Other OSDs.</param>
/// <param name="Heartbeat">Pings of other OSDs over the public network.</param>
/// <param name="Back">The same over the cluster network.</param>
public sealed record OsdAddresses(EntityAddress Public, EntityAddress Cluster, EntityAddress Heartbeat, EntityAddress Back)
{
    /// <summary>Reads them from the OSD's entry in a dump of the OSD map.</summary>
    public static OsdAddresses Read(JsonElement osd) =>
        new(Address(osd, "public_addr"), Address(osd, "cluster_addr"), Address(osd, "heartbeat_front_addr"), Address(osd, "heartbeat_back_addr"));

    private static EntityAddress Address(JsonElement osd, string name) => EntityAddress.Parse($"v1:{osd.GetProperty(name).GetString()}");
}

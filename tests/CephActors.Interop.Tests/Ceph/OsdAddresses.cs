using System.Text.Json;

namespace CephActors.Interop.Tests.Ceph;

/// <summary>Where an OSD answers, over v2 if it speaks that.</summary>
/// <param name="Public">Clients.</param>
/// <param name="Cluster">Other OSDs.</param>
/// <param name="Heartbeat">Pings of other OSDs over the public network.</param>
/// <param name="Back">The same over the cluster network.</param>
public sealed record OsdAddresses(EntityAddress Public, EntityAddress Cluster, EntityAddress Heartbeat, EntityAddress Back)
{
    /// <summary>Reads them from the OSD's entry in a dump of the OSD map.</summary>
    public static OsdAddresses Read(JsonElement osd) =>
        new(Address(osd, "public_addrs"), Address(osd, "cluster_addrs"), Address(osd, "heartbeat_front_addrs"), Address(osd, "heartbeat_back_addrs"));

    private static EntityAddress Address(JsonElement osd, string name)
    {
        var first = osd.GetProperty(name).GetProperty("addrvec")[0];
        return EntityAddress.Parse($"{first.GetProperty("type").GetString()}:{first.GetProperty("addr").GetString()}/{first.GetProperty("nonce").GetUInt32()}");
    }
}

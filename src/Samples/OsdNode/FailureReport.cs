using CephActors;
using CephActors.Encoding;
using CephActors.Messages;

namespace OsdNode;

/// <summary>
/// What an OSD tells a monitor of one that has failed. Front: what every message to monitors begins with (18), fsid (16), number of the OSD (4), its public
/// addresses, map epoch (4), flags (1), seconds since it was last heard (4). Ceph: <c>src/messages/MOSDFailure.h</c>, version 4.
/// </summary>
internal static class FailureReport
{
    private const ushort Version = 4;
    private const byte FailedFlag = 1;

    public static CephMessage Of(Guid fsid, NodeAddresses failed, uint mapEpoch, TimeSpan silentFor)
    {
        var writer = new WireWriter();
        writer.WriteU64(mapEpoch);
        writer.WriteS16(PaxosPrefix.None.SessionMon);
        writer.WriteU64(PaxosPrefix.None.SessionTid);
        writer.WriteUuid(fsid);
        writer.WriteS32(failed.Id);
        writer.WriteEntityAddressVector(failed.Public, CephFeatures.All);
        writer.WriteU32(mapEpoch);
        writer.WriteU8(FailedFlag);
        writer.WriteS32((int)silentFor.TotalSeconds);
        return new CephMessage(MessageType.OsdFailure, writer.ToArray()) { Version = Version, CompatVersion = Version };
    }
}

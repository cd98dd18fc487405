using CephActors;
using CephActors.Messages;

namespace OsdNode;

/// <summary>Answers heartbeats in the read path. Ceph: <c>OSD::handle_osd_ping</c>, with <c>ms_fast_dispatch</c>.</summary>
internal sealed class HeartbeatAnswers(Guid fsid) : IFastDispatcher
{
    public bool CanFastDispatch(MessageType type) => type is MessageType.OsdPing;

    public void FastDispatch(Connection connection, CephMessage message)
    {
        if (MOSDPing.TryDecode(message, out var ping, out _) && ping.Fsid == fsid && ping.Operation is OsdPingOperation.Ping)
            connection.Send((ping with { Operation = OsdPingOperation.PingReply }).ToMessage(message.Tid));
    }
}

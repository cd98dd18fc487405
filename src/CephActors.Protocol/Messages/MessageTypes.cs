using System.Globalization;

namespace CephActors;

/// <summary>Names of message types, for logs and tools.</summary>
public static class MessageTypes
{
    /// <summary>Ceph's class name of a message type, such as <c>MPing</c>; <c>type 1234</c> for one without a name here.</summary>
    /// <param name="type">The type, known or not.</param>
    public static string NameOf(MessageType type) => type switch
    {
        MessageType.Shutdown => "MShutdown",
        MessageType.Ping => "MPing",
        MessageType.MonMap => "MMonMap",
        MessageType.MonGetMap => "MMonGetMap",
        MessageType.MonGetOsdMap => "MMonGetOSDMap",
        MessageType.MonMetadata => "MMonMetadata",
        MessageType.Statfs => "MStatfs",
        MessageType.StatfsReply => "MStatfsReply",
        MessageType.MonSubscribe => "MMonSubscribe",
        MessageType.MonSubscribeAck => "MMonSubscribeAck",
        MessageType.Auth => "MAuth",
        MessageType.AuthReply => "MAuthReply",
        MessageType.MonGetVersion => "MMonGetVersion",
        MessageType.MonGetVersionReply => "MMonGetVersionReply",
        MessageType.MdsMap => "MMDSMap",
        MessageType.ClientSession => "MClientSession",
        MessageType.OsdMap => "MOSDMap",
        MessageType.OsdOp => "MOSDOp",
        MessageType.OsdOpReply => "MOSDOpReply",
        MessageType.WatchNotify => "MWatchNotify",
        MessageType.FsMap => "MFSMap",
        MessageType.Forward => "MForward",
        MessageType.Route => "MRoute",
        MessageType.PoolOpReply => "MPoolOpReply",
        MessageType.PoolOp => "MPoolOp",
        MessageType.MonCommand => "MMonCommand",
        MessageType.MonCommandAck => "MMonCommandAck",
        MessageType.Log => "MLog",
        MessageType.LogAck => "MLogAck",
        MessageType.GetPoolStats => "MGetPoolStats",
        MessageType.GetPoolStatsReply => "MGetPoolStatsReply",
        MessageType.MonGlobalId => "MMonGlobalID",
        MessageType.OsdBackoff => "MOSDBackoff",
        MessageType.Config => "MConfig",
        MessageType.GetConfig => "MGetConfig",
        MessageType.MonScrub => "MMonScrub",
        MessageType.MonElection => "MMonElection",
        MessageType.MonPaxos => "MMonPaxos",
        MessageType.MonProbe => "MMonProbe",
        MessageType.MonJoin => "MMonJoin",
        MessageType.MonSync => "MMonSync",
        MessageType.OsdFailure => "MOSDFailure",
        MessageType.OsdPing => "MOSDPing",
        MessageType.Command => "MCommand",
        MessageType.CommandReply => "MCommandReply",
        MessageType.TimeCheck2 => "MTimeCheck2",
        MessageType.MgrOpen => "MMgrOpen",
        MessageType.MgrConfigure => "MMgrConfigure",
        MessageType.MgrReport => "MMgrReport",
        MessageType.MgrBeacon => "MMgrBeacon",
        MessageType.MgrMap => "MMgrMap",
        MessageType.MgrCommand => "MMgrCommand",
        MessageType.MgrCommandReply => "MMgrCommandReply",
        MessageType.MessengerDump => "MMessengerDump",
        MessageType.MessengerDumpReply => "MMessengerDumpReply",
        _ => string.Create(CultureInfo.InvariantCulture, $"type {(ushort)type}"),
    };
}

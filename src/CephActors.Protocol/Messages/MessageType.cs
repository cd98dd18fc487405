namespace CephActors;

/// <summary>
/// Message types by their numbers on the wire. The messenger carries every value, also those that have no name here.
/// Ceph: <c>src/include/ceph_fs.h</c>, <c>CEPH_MSG_*</c>, and <c>src/msg/Message.h</c>, <c>MSG_*</c>.
/// </summary>
public enum MessageType : ushort
{
    /// <summary>No type; never sent.</summary>
    None = 0,

    /// <summary>Asks a daemon to stop; no longer sent by anybody.</summary>
    Shutdown = 1,

    /// <summary>The smallest message; a monitor answers it with its health as JSON.</summary>
    Ping = 2,

    /// <summary>The monitor map.</summary>
    MonMap = 4,

    /// <summary>Asks for the monitor map.</summary>
    MonGetMap = 5,

    /// <summary>Asks for OSD maps.</summary>
    MonGetOsdMap = 6,

    /// <summary>A monitor tells the others about its machine.</summary>
    MonMetadata = 7,

    /// <summary>Asks for the cluster's use of space.</summary>
    Statfs = 13,

    /// <summary>Answers <see cref="Statfs"/>.</summary>
    StatfsReply = 14,

    /// <summary>Asks a monitor for maps now and when they change.</summary>
    MonSubscribe = 15,

    /// <summary>Answers <see cref="MonSubscribe"/> for clients of old.</summary>
    MonSubscribeAck = 16,

    /// <summary>A step of authentication with a monitor over protocol v1.</summary>
    Auth = 17,

    /// <summary>Answers <see cref="Auth"/>.</summary>
    AuthReply = 18,

    /// <summary>Asks for the newest version of a map.</summary>
    MonGetVersion = 19,

    /// <summary>Answers <see cref="MonGetVersion"/>.</summary>
    MonGetVersionReply = 20,

    /// <summary>The map of a file system's metadata servers.</summary>
    MdsMap = 21,

    /// <summary>Opens, renews or closes a file system client's session.</summary>
    ClientSession = 22,

    /// <summary>OSD maps, whole or as changes.</summary>
    OsdMap = 41,

    /// <summary>Operations on an object.</summary>
    OsdOp = 42,

    /// <summary>Answers <see cref="OsdOp"/>.</summary>
    OsdOpReply = 43,

    /// <summary>Tells watchers of an object about a notification.</summary>
    WatchNotify = 44,

    /// <summary>The map of all file systems.</summary>
    FsMap = 45,

    /// <summary>A monitor hands a client's request to the leader.</summary>
    Forward = 46,

    /// <summary>The leader hands an answer back to the client's monitor.</summary>
    Route = 47,

    /// <summary>Answers <see cref="PoolOp"/>.</summary>
    PoolOpReply = 48,

    /// <summary>Makes, changes or removes a pool.</summary>
    PoolOp = 49,

    /// <summary>A command for the monitors, as JSON.</summary>
    MonCommand = 50,

    /// <summary>Answers <see cref="MonCommand"/>.</summary>
    MonCommandAck = 51,

    /// <summary>Entries of the cluster log.</summary>
    Log = 52,

    /// <summary>Answers <see cref="Log"/>.</summary>
    LogAck = 53,

    /// <summary>Asks for the statistics of pools.</summary>
    GetPoolStats = 58,

    /// <summary>Answers <see cref="GetPoolStats"/>.</summary>
    GetPoolStatsReply = 59,

    /// <summary>A monitor asks the leader for more global ids.</summary>
    MonGlobalId = 60,

    /// <summary>An OSD asks a client to hold operations back.</summary>
    OsdBackoff = 61,

    /// <summary>The central configuration that applies to the receiver.</summary>
    Config = 62,

    /// <summary>Asks for <see cref="Config"/>.</summary>
    GetConfig = 63,

    /// <summary>Monitors compare their stores.</summary>
    MonScrub = 64,

    /// <summary>Monitors elect a leader.</summary>
    MonElection = 65,

    /// <summary>Monitors agree on a change.</summary>
    MonPaxos = 66,

    /// <summary>Monitors find each other.</summary>
    MonProbe = 67,

    /// <summary>A monitor asks to be put into the map.</summary>
    MonJoin = 68,

    /// <summary>A monitor copies another's store.</summary>
    MonSync = 69,

    /// <summary>OSD heartbeats.</summary>
    OsdPing = 70,

    /// <summary>An OSD reports to a monitor that another one has failed, or has not after all.</summary>
    OsdFailure = 72,

    /// <summary>A command for one daemon.</summary>
    Command = 97,

    /// <summary>Answers <see cref="Command"/>.</summary>
    CommandReply = 98,

    /// <summary>Monitors compare their clocks.</summary>
    TimeCheck2 = 0x609,

    /// <summary>A daemon introduces itself to the manager.</summary>
    MgrOpen = 0x700,

    /// <summary>The manager says what and how often to report.</summary>
    MgrConfigure = 0x701,

    /// <summary>A daemon's counters.</summary>
    MgrReport = 0x702,

    /// <summary>A manager tells the monitors that it lives.</summary>
    MgrBeacon = 0x703,

    /// <summary>The map of managers.</summary>
    MgrMap = 0x704,

    /// <summary>A command for the manager.</summary>
    MgrCommand = 0x709,

    /// <summary>Answers <see cref="MgrCommand"/>.</summary>
    MgrCommandReply = 0x70a,

    /// <summary>Asks a messenger what it is doing, as <c>cephactors top</c> does. Ours; Ceph has no message of such a number.</summary>
    MessengerDump = 0xca01,

    /// <summary>Answers <see cref="MessengerDump"/>: the data is JSON. Ours.</summary>
    MessengerDumpReply = 0xca02,
}

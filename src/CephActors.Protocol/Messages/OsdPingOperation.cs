namespace CephActors.Messages;

/// <summary>What an <see cref="MOSDPing"/> says. Ceph: <c>src/messages/MOSDPing.h</c>.</summary>
public enum OsdPingOperation : byte
{
    /// <summary>Obsolete, ignored.</summary>
    Heartbeat = 0,

    /// <summary>Obsolete, ignored.</summary>
    StartHeartbeat = 1,

    /// <summary>The receiver is marked down in a map newer than its own.</summary>
    YouDied = 2,

    /// <summary>Obsolete, ignored.</summary>
    StopHeartbeat = 3,

    /// <summary>Asks for a reply.</summary>
    Ping = 4,

    /// <summary>Answers <see cref="Ping"/>.</summary>
    PingReply = 5,
}

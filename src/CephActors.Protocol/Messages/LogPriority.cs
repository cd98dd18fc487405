namespace CephActors.Messages;

/// <summary>Weight of an entry in the cluster log. Ceph: <c>src/common/LogEntry.h</c>, <c>clog_type</c>.</summary>
public enum LogPriority : ushort
{
    /// <summary>For developers.</summary>
    Debug = 0,

    /// <summary>Normal events.</summary>
    Info = 1,

    /// <summary>Of interest for security.</summary>
    Security = 2,

    /// <summary>Something to look at.</summary>
    Warning = 3,

    /// <summary>Something is wrong.</summary>
    Error = 4,
}

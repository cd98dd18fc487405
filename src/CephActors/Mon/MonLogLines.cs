using CephActors.Session;

namespace CephActors.Mon;

/// <summary>What monitor clients, and servers of authentication, have to say.</summary>
internal static class MonLogLines
{
    /// <summary>A monitor is dialled.</summary>
    public static LogLine Trying { get; } = new(1301, ReportLevel.Debug, "Trying {Monitor}");

    /// <summary>A session with a monitor stands.</summary>
    public static LogLine Opened { get; } = new(1302, ReportLevel.Info, "Session with {Monitor} as {Name}, global id {GlobalId}");

    /// <summary>The session has ended.</summary>
    public static LogLine Lost { get; } = new(1303, ReportLevel.Info, "Lost the session with {Monitor}: {Reason}");

    /// <summary>A monitor let us not in.</summary>
    public static LogLine Refused { get; } = new(1304, ReportLevel.Warning, "No session with {Monitor}: {Reason}");

    /// <summary>A round of the hunt is over.</summary>
    public static LogLine RoundOver { get; } = new(1305, ReportLevel.Debug, "No session yet: {Trouble}; trying on");

    /// <summary>A round of the hunt has nobody left.</summary>
    public static LogLine AllHungUp { get; } = new(1306, ReportLevel.Debug, "All monitors tried have hung up: {Trouble}; next try in {Wait}");

    /// <summary>Keepalives are not answered.</summary>
    public static LogLine Silent { get; } = new(1307, ReportLevel.Warning, "{Monitor} has been silent for {Silence}; looking for another");

    /// <summary>The cluster has let a monitor go.</summary>
    public static LogLine NotInMap { get; } = new(1308, ReportLevel.Info, "{Monitor} is not in monitor map {Epoch}; looking for another");

    /// <summary>Tickets will end.</summary>
    public static LogLine NotRenewed { get; } = new(1309, ReportLevel.Warning, "{Monitor} gave no new tickets: {Reason}");

    /// <summary>The ticket that proves a global id is older than what monitors keep.</summary>
    public static LogLine StartsAfresh { get; } = new(
        1310, ReportLevel.Warning, "{Monitor} does not let global id {GlobalId} come back; asking for a new one");

    /// <summary>A message of a monitor that is no session's.</summary>
    public static LogLine OutsideSession { get; } = new(1311, ReportLevel.Debug, "Dropping {Message} from {Connection}: no session with it");

    /// <summary>A message of a monitor that cannot be read.</summary>
    public static LogLine Unreadable { get; } = new(1312, ReportLevel.Warning, "Unreadable {Message} from {Monitor}: {Reason}");

    /// <summary>Commands wait.</summary>
    public static LogLine QueueFull { get; } = new(1313, ReportLevel.Debug, "{Monitor} takes no more commands now");

    /// <summary>A server lets a client not in.</summary>
    public static LogLine NotAuthenticated { get; } = new(1320, ReportLevel.Info, "{Connection} is not authenticated: {Reason}");
}

using Akka.Event;
using CephActors.Session;

namespace CephActors.Telemetry;

/// <summary>Writes <see cref="LogLine"/>s to Akka's log.</summary>
internal static class LogLineExtensions
{
    /// <summary>The level as Akka names it.</summary>
    public static LogLevel ToLogLevel(this ReportLevel level) => level switch
    {
        ReportLevel.Error => LogLevel.ErrorLevel,
        ReportLevel.Warning => LogLevel.WarningLevel,
        ReportLevel.Info => LogLevel.InfoLevel,
        _ => LogLevel.DebugLevel,
    };

    /// <summary>Writes a line with its number as property <c>EventId</c>, if anybody wants its level.</summary>
    public static void Write(this ILoggingAdapter log, LogLine what, params object[] arguments) => log.Write((Exception?)null, what, arguments);

    /// <summary>As above, about a connection: properties <c>Peer</c> and <c>Session</c> name it.</summary>
    public static void Write(this ILoggingAdapter log, Connection about, LogLine what, params object[] arguments)
    {
        if (log.IsEnabled(what.Level.ToLogLevel()))
            log.About(about).Write(what, arguments);
    }

    /// <summary>Lines about a connection. Its number is that in its actor's name and in a <see cref="MessengerDump"/>.</summary>
    public static ILoggingAdapter About(this ILoggingAdapter log, Connection connection) =>
        log.WithContext("Peer", connection.ToString()).WithContext("Session", connection.QueueId);

    /// <summary>As above, with what was thrown.</summary>
    public static void Write(this ILoggingAdapter log, Exception? cause, LogLine what, params object[] arguments)
    {
        var level = what.Level.ToLogLevel();
        if (log.IsEnabled(level))
            log.WithContext("EventId", what.Id).Log(level, cause, what.Template, arguments);
    }
}

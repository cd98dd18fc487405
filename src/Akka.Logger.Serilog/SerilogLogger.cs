using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Serilog;
using Serilog.Core.Enrichers;
using Serilog.Debugging;
using Serilog.Events;

namespace Akka.Logger.Serilog;

/// <summary>
/// Logger actor that writes what an ActorSystem logs to the static <see cref="Log.Logger"/>, with templates and arguments
/// kept apart so that sinks see named values. Switched on by
/// <c>akka.loggers = ["Akka.Logger.Serilog.SerilogLogger, Akka.Logger.Serilog"]</c>.
/// </summary>
/// <remarks>
/// Each event carries the properties SourceContext, ActorPath, Timestamp, LogSource and Thread and those added by
/// <c>WithContext</c>. A <see cref="PropertyEnricher"/> among the arguments adds its property and fills no hole.
/// </remarks>
public sealed class SerilogLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private const string PlainObject = "{Message:l}";

    /// <summary>Made by the ActorSystem while it starts its loggers.</summary>
    public SerilogLogger()
    {
        Receive<Akka.Event.LogEvent>(Write);
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
    }

    // A logger that dies takes the log with it, so whatever a sink or an argument throws ends here, in Serilog's own
    // place for such reports.
    private void Write(Akka.Event.LogEvent logEvent)
    {
        var level = LevelOf(logEvent);
        if (!Log.Logger.IsEnabled(level))
            return;

        try
        {
            var (template, arguments, enrichers) = Split(logEvent.Message);
            Log.Logger
                .ForContext(new LogEventProperties(logEvent, Sender.Path, enrichers))
                .Write(level, logEvent.Cause, template, arguments);
        }
        catch (Exception error)
        {
            SelfLog.WriteLine("A log event of {0} was not written: {1}", logEvent.LogSource, error);
        }
    }

    private static (string Template, object?[] Arguments, PropertyEnricher[] Enrichers) Split(object? message)
    {
        if (message is not LogMessage semantic)
            return (PlainObject, [message], []);

        var arguments = semantic.Parameters().ToArray();
        var enrichers = arguments.OfType<PropertyEnricher>().ToArray();
        return enrichers.Length == 0
            ? (semantic.Format, arguments, enrichers)
            : (semantic.Format, arguments.Where(a => a is not PropertyEnricher).ToArray(), enrichers);
    }

    private static LogEventLevel LevelOf(Akka.Event.LogEvent logEvent) => logEvent.LogLevel() switch
    {
        LogLevel.DebugLevel => LogEventLevel.Debug,
        LogLevel.InfoLevel => LogEventLevel.Information,
        LogLevel.WarningLevel => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };
}

using Akka.Actor;
using Akka.Configuration;
using Serilog;
using Serilog.Events;

namespace CephActors.Tool;

/// <summary>Starts and ends actor systems for commands: they log to standard error, and only errors unless asked for more.</summary>
internal static class ToolSystem
{
    private static readonly Config Common = ConfigurationFactory.ParseString(
        """
        akka {
          stdout-loglevel = OFF
          stdout-logger-class = "CephActors.Tool.LateLogger, CephActors.Tool"
          loggers = ["Akka.Logger.Serilog.SerilogLogger, Akka.Logger.Serilog"]
          logger-formatter = "Akka.Logger.Serilog.SerilogLogMessageFormatter, Akka.Logger.Serilog"
          coordinated-shutdown {
            exit-clr = off
            run-by-clr-shutdown-hook = off
          }
        }
        ceph.messenger.auth.supported = [none]
        """);

    /// <summary>Starts a system with this configuration on top of the common one.</summary>
    public static ActorSystem Start(string name, string hocon, bool verbose = false)
    {
        var level = ConfigurationFactory.ParseString($"akka.loglevel = {(verbose ? "DEBUG" : "ERROR")}");
        return ActorSystem.Create(name, ConfigurationFactory.ParseString(hocon).WithFallback(level).WithFallback(Common));
    }

    /// <summary>Sends what the systems of this process log to standard error.</summary>
    public static void LogToStandardError(bool verbose) =>
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Is(verbose ? LogEventLevel.Debug : LogEventLevel.Error)
            .WriteTo.Console(
                standardErrorFromLevel: LogEventLevel.Verbose,
                formatProvider: System.Globalization.CultureInfo.InvariantCulture,
                outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}")
            .CreateLogger();

    /// <summary>Ends a system with its messengers, and waits for it no longer than a few seconds.</summary>
    public static async Task StopAsync(ActorSystem system)
    {
        try
        {
            await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance)
                .WaitAsync(TimeSpan.FromSeconds(10)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.Error("Actor system {System} did not stop within 10 s", system.Name);
        }
    }
}

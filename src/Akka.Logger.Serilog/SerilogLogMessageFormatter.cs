using Akka.Event;

namespace Akka.Logger.Serilog;

/// <summary>
/// Renders log templates for whoever reads the log bus without Serilog: console, test kit, other loggers. Switched on by
/// <c>akka.logger-formatter = "Akka.Logger.Serilog.SerilogLogMessageFormatter, Akka.Logger.Serilog"</c>.
/// </summary>
/// <remarks>Akka's own formatter knows named holes as Serilog does; it does the work.</remarks>
public sealed class SerilogLogMessageFormatter : ILogMessageFormatter
{
    /// <summary>Made by the ActorSystem that names it in its configuration.</summary>
    public SerilogLogMessageFormatter()
    {
    }

    /// <summary>A formatter to share; it has no state.</summary>
    public static SerilogLogMessageFormatter Instance { get; } = new();

    /// <summary>Fills the holes of a template in their order.</summary>
    /// <param name="format">A template with named (<c>{Peer}</c>) or numbered (<c>{0}</c>) holes.</param>
    /// <param name="args">A value for each hole.</param>
    /// <returns>The text; the template itself, followed by the values, if the template cannot be read.</returns>
    public string Format(string format, params object[] args)
    {
        try
        {
            return SemanticLogMessageFormatter.Instance.Format(format, args);
        }
        catch (FormatException)
        {
            return args.Length == 0 ? format : $"{format} [{string.Join(", ", args)}]";
        }
    }

    /// <inheritdoc cref="Format(string, object[])"/>
    public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());
}

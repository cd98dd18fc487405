using System.Collections.Concurrent;
using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace CephActors.Tests.Logging;

/// <summary>Keeps what it is given; an event whose text is <see cref="Poison"/> makes it throw.</summary>
internal sealed class RecordingSink : ILogEventSink
{
    public const string Poison = "poison";

    public BlockingCollection<LogEvent> Events { get; } = [];

    public void Emit(LogEvent logEvent)
    {
        if (logEvent.RenderMessage(CultureInfo.InvariantCulture) == Poison)
            throw new InvalidOperationException("the sink is broken");

        Events.Add(logEvent);
    }

    /// <summary>The next event with this template or text; events of others (the ActorSystem's own) are skipped.</summary>
    public LogEvent Next(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        foreach (var logEvent in Events.GetConsumingEnumerable(limit.Token))
        {
            if (logEvent.MessageTemplate.Text == text || logEvent.RenderMessage(CultureInfo.InvariantCulture) == text)
                return logEvent;
        }

        throw new InvalidOperationException("The sink was closed.");
    }
}

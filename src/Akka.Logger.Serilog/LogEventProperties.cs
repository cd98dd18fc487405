using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Serilog.Core;
using Serilog.Core.Enrichers;

namespace Akka.Logger.Serilog;

/// <summary>Adds everything Akka knows about an event in one pass, whatever holes its template has.</summary>
internal sealed class LogEventProperties(LogEvent source, ActorPath actor, PropertyEnricher[] enrichers) : ILogEventEnricher
{
    public void Enrich(global::Serilog.Events.LogEvent logEvent, ILogEventPropertyFactory factory)
    {
        Add(Constants.SourceContextPropertyName, source.LogClass?.FullName);
        Add("ActorPath", actor.ToString());
        Add("Timestamp", source.Timestamp);
        Add("LogSource", source.LogSource);
        Add("Thread", source.Thread.ManagedThreadId.ToString("D4", CultureInfo.InvariantCulture));

        // Serilog has bound the holes of the template already: what is left is the context.
        if (source.TryGetProperties(out var properties) && properties is not null)
        {
            var holes = source.GetPropertyNames();
            foreach (var (name, value) in properties)
            {
                if (!holes.Contains(name))
                    Add(name, value);
            }
        }

        foreach (var enricher in enrichers)
            enricher.Enrich(logEvent, factory);

        void Add(string name, object? value) => logEvent.AddPropertyIfAbsent(factory.CreateProperty(name, value));
    }
}

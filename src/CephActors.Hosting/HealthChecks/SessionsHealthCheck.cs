using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CephActors.Hosting;

/// <summary>Whether enough sessions are open.</summary>
internal sealed class SessionsHealthCheck(string name, int? minOpen) : IAkkaHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(AkkaHealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(context));

    private HealthCheckResult Check(AkkaHealthCheckContext context)
    {
        if (Messengers.Find(context, name) is not { } messenger)
            return Messengers.Failure(context, $"Messenger '{name}' was shut down.");
        var connections = messenger.Connections;
        var open = connections.Count(c => c.IsConnected);
        var data = new Dictionary<string, object> { ["connections"] = connections.Count, ["open"] = open };
        var text = $"{open} of {connections.Count} sessions are open.";
        return open >= (minOpen ?? Math.Min(connections.Count, 1))
            ? HealthCheckResult.Healthy(text, data)
            : Messengers.Failure(context, text, data);
    }
}

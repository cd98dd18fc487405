using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CephActors.Hosting;

/// <summary>Whether enough sessions are open.</summary>
internal sealed class SessionsHealthCheck(string name, int? minOpen) : IAkkaHealthCheck
{
    private const string Open = "open";

    public async Task<HealthCheckResult> CheckHealthAsync(AkkaHealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (Messengers.Find(context, name) is not { } messenger)
            return Messengers.Failure(context, $"Messenger '{name}' was shut down.");
        var connections = (await messenger.DumpAsync(cancellationToken).ConfigureAwait(false)).Connections;
        var open = connections.Count(c => c.State == Open);

        // A peer of which only a socket is known says nothing about this side: a port scan must not make a server unhealthy.
        var registered = messenger.Connections.Count;
        var data = new Dictionary<string, object> { ["connections"] = connections.Count, ["registered"] = registered, ["open"] = open };
        var text = $"{open} of {connections.Count} sessions are open.";
        return open >= (minOpen ?? Math.Min(registered, 1))
            ? HealthCheckResult.Healthy(text, data)
            : Messengers.Failure(context, text, data);
    }
}

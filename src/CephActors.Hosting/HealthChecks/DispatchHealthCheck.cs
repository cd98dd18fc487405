using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CephActors.Hosting;

/// <summary>Whether dispatchers keep up with what is received.</summary>
internal sealed class DispatchHealthCheck(string name, TimeSpan maxAge) : IAkkaHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(AkkaHealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (Messengers.Find(context, name) is not { } messenger)
            return Messengers.Failure(context, $"Messenger '{name}' was shut down.");
        var status = await messenger.GetDispatchStatusAsync(cancellationToken).ConfigureAwait(false);
        var data = new Dictionary<string, object>
        {
            ["length"] = status.Length,
            ["maxAge"] = status.MaxAge,
            ["unfinished"] = status.Unfinished,
        };
        var text = $"{status.Length} messages wait, the oldest for {status.MaxAge.TotalSeconds:0.###} s; {status.Unfinished} are in hand.";
        return status.MaxAge <= maxAge ? HealthCheckResult.Healthy(text, data) : Messengers.Failure(context, text, data);
    }
}

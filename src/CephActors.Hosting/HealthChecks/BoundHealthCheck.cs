using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CephActors.Hosting;

/// <summary>Whether a messenger lives, and listens where it is meant to.</summary>
internal sealed class BoundHealthCheck(string name) : IAkkaHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(AkkaHealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(context));

    private HealthCheckResult Check(AkkaHealthCheckContext context)
    {
        if (Messengers.Find(context, name) is not { } messenger)
            return Messengers.Failure(context, $"Messenger '{name}' was shut down.");
        if (messenger.IsBound)
            return HealthCheckResult.Healthy($"Listens on {messenger.OwnAddresses}.");
        return messenger.ConfiguredAddresses.Count == 0
            ? HealthCheckResult.Healthy("Only connects.")
            : Messengers.Failure(context, $"Messenger '{name}' does not listen on {messenger.ConfiguredAddresses}.");
    }
}

using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CephActors.Hosting;

/// <summary>What the checks have in common.</summary>
internal static class Messengers
{
    /// <summary>The messenger of this name; null if it, or its actor system, has ended. Asking for it by name would start another.</summary>
    public static CephMessenger? Find(AkkaHealthCheckContext context, string name)
    {
        if (context.ActorSystem.WhenTerminated.IsCompleted)
            return null;
        return context.ActorSystem.TryGetCephMessenger(name, out var messenger) ? messenger : null;
    }

    public static HealthCheckResult Failure(AkkaHealthCheckContext context, string text, IReadOnlyDictionary<string, object>? data = null) =>
        new(context.Registration?.FailureStatus ?? HealthStatus.Unhealthy, text, data: data);
}

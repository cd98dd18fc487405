using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CephActors.Protocol.Tests;

/// <summary>
/// A mutant may loop without end, and Stryker, which has counted it by then, leaves its process running: on a small machine the
/// next ones are too slow for that. So the process ends itself. Only mutation testing sets the limit.
/// </summary>
internal static class MutationLimit
{
    [ModuleInitializer]
    internal static void Start()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("CEPHACTORS_MUTATION_LIMIT"), out var seconds))
            return;

        // A timer that is its own state is kept until it fires.
        new Timer(static _ => Process.GetCurrentProcess().Kill()).Change(TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
    }
}

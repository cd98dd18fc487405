using Akka.Actor;
using CephActors.Injection;

namespace CephActors;

/// <summary>Faults of our own making.</summary>
public sealed partial class CephMessenger
{
    /// <summary>What is injected at present; nothing unless the settings or <see cref="Inject"/> say so.</summary>
    public FaultInjection Injection => _services.Faults?.Armed.Faults ?? FaultInjection.None;

    /// <summary>
    /// Injects these faults from now on, instead of those before, on the connections there are and all that come.
    /// <see cref="FaultInjection.None"/> ends it. The n-th call with a seed makes the same draws as the first.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// <c>ceph.messenger.injection.allowed</c> is off, as it is unless the configuration says otherwise; or the messenger was
    /// shut down.
    /// </exception>
    public void Inject(FaultInjection faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        EnsureRunning();
        if (_services.Faults is not { } present)
        {
            throw new InvalidOperationException(
                $"Messenger '{Name}' injects no faults: ceph.messenger.injection.allowed is off. Set it to on, in a configuration for tests.");
        }

        // In force when this returns; the actors are told for the sake of what waits in them.
        present.Set(faults);
        _actor.Tell(FaultsChanged.Instance);
    }
}

using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CephActors.Hosting;

/// <summary>What counts as healthy.</summary>
public sealed class CephHealthCheckOptions
{
    /// <summary>
    /// Sessions that must be open, those of accepted clients included. Null: one, if there is any connection that is registered under
    /// the address of its peer, as those are that this side connects to.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int? MinOpenSessions
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(MinOpenSessions));
            field = value;
        }
    }

    /// <summary>How long a received message may wait for its dispatcher; 30 s unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below zero.</exception>
    public TimeSpan MaxQueueAge
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(MaxQueueAge));
            field = value;
        }
    } = TimeSpan.FromSeconds(30);

    /// <summary>What a check that fails reports; <see cref="HealthStatus.Unhealthy"/> unless set.</summary>
    public HealthStatus FailureStatus { get; set; } = HealthStatus.Unhealthy;

    /// <summary>How long a check may take; 10 s unless set.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}

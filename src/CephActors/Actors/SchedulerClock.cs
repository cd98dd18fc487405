using Akka.Actor;

namespace CephActors.Actors;

/// <summary>The time of an actor system's scheduler, so that virtual time in a test moves everything.</summary>
internal sealed class SchedulerClock(IScheduler scheduler) : TimeProvider
{
    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => scheduler.Now.ToUniversalTime();

    /// <inheritdoc/>
    public override long GetTimestamp() => scheduler.HighResMonotonicClock.Ticks;
}

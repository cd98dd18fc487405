using Akka.Hosting;

namespace CephActors.Hosting;

/// <summary>Gives a host's health checks a view of its messengers.</summary>
public static class CephHealthCheckHostingExtensions
{
    /// <summary>
    /// Adds three health checks of a messenger: <c>ceph-NAME-bound</c> (it lives, and listens if <c>bind</c> is set) and
    /// <c>ceph-NAME-sessions</c> (enough sessions are open), both tagged <c>ready</c>, and
    /// <c>ceph-NAME-dispatch</c> (the oldest message that waits for a dispatcher is young), tagged <c>live</c>.
    /// All are tagged <c>ceph</c>, and <c>akka</c> by Akka.Hosting. The host needs <c>services.AddHealthChecks()</c>.
    /// </summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="configure">Sets the bounds.</param>
    /// <param name="messenger">The messenger's name; null for the one added last.</param>
    /// <exception cref="InvalidOperationException">There is no such messenger yet.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound is negative.</exception>
    public static AkkaConfigurationBuilder WithCephHealthChecks(
        this AkkaConfigurationBuilder builder, Action<CephHealthCheckOptions>? configure = null, string? messenger = null)
    {
        var name = CephHosting.For(builder).Choose(messenger);
        var options = new CephHealthCheckOptions();
        configure?.Invoke(options);
        Add("bound", "ready", new BoundHealthCheck(name));
        Add("sessions", "ready", new SessionsHealthCheck(name, options.MinOpenSessions));
        Add("dispatch", "live", new DispatchHealthCheck(name, options.MaxQueueAge));
        return builder;

        void Add(string what, string tag, IAkkaHealthCheck check) =>
            builder.WithHealthCheck(new AkkaHealthCheckRegistration($"ceph-{name}-{what}", check, options.FailureStatus, ["ceph", tag], options.Timeout));
    }
}

using Akka.Configuration;

namespace CephActors.Configuration;

/// <summary>The embedded <c>reference.conf</c>: the only place where defaults stand.</summary>
internal static class ReferenceConfiguration
{
    /// <summary>Every setting with its default.</summary>
    public static Config Config { get; } =
        ConfigurationFactory.FromResource("CephActors.reference.conf", typeof(ReferenceConfiguration).Assembly);
}

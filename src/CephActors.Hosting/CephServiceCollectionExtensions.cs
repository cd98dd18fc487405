using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CephActors.Hosting;

/// <summary>Makes messengers services of the host.</summary>
public static class CephServiceCollectionExtensions
{
    /// <summary>
    /// Lets constructors ask for the messengers of the host's actor system: <c>CephMessenger messenger</c> for the default one,
    /// <c>[FromKeyedServices("cluster")] CephMessenger messenger</c> for one by name. A name that no <c>WithCephMessenger</c>
    /// was given is refused.
    /// </summary>
    /// <param name="services">The services of the host, with <c>AddAkka</c> among them.</param>
    public static IServiceCollection AddCephMessengers(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => Find(provider, CephMessengerExtensions.DefaultName));
        services.TryAddKeyedSingleton(KeyedService.AnyKey, (provider, key) => Find(provider, key as string ?? $"{key}"));
        return services;
    }

    private static CephMessenger Find(IServiceProvider provider, string name)
    {
        var system = provider.GetRequiredService<ActorSystem>();
        var hosting = system.Settings.Setup.Get<CephHosting>();
        return hosting.HasValue && hosting.Value.Has(name)
            ? system.CephMessenger(name)
            : throw new InvalidOperationException($"There is no messenger '{name}': add it with WithCephMessenger(\"{name}\") inside AddAkka.");
    }
}

using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Hosting;

namespace CephActors.Hosting;

/// <summary>
/// Gives messengers their dispatchers. Each is added behind those before it, to the messenger it names or else to the one that
/// was added last, before that one listens.
/// </summary>
public static class CephDispatcherHostingExtensions
{
    /// <summary>
    /// Starts an actor, made with the services its constructor asks for, as a dispatcher. It is found as
    /// <c>IRequiredActor&lt;T&gt;</c> and in the <see cref="ActorRegistry"/>.
    /// </summary>
    /// <typeparam name="T">The actor.</typeparam>
    /// <param name="builder">The actor system.</param>
    /// <param name="options">The message types it takes, and when they are done.</param>
    /// <param name="messenger">The messenger's name; null for the one added last.</param>
    /// <exception cref="InvalidOperationException">There is no such messenger yet.</exception>
    public static AkkaConfigurationBuilder WithCephDispatcher<T>(
        this AkkaConfigurationBuilder builder, DispatcherOptions? options = null, string? messenger = null)
        where T : ActorBase =>
        builder.WithCephDispatcher<T>((_, _, resolver) => resolver.Props<T>(), options, messenger);

    /// <summary>Starts an actor from props, such as a router's, as a dispatcher, and registers it under a key.</summary>
    /// <typeparam name="TKey">The key by which <c>IRequiredActor&lt;TKey&gt;</c> finds it.</typeparam>
    /// <param name="builder">The actor system.</param>
    /// <param name="props">How to make it.</param>
    /// <param name="options">The message types it takes, and when they are done.</param>
    /// <param name="messenger">The messenger's name; null for the one added last.</param>
    /// <exception cref="InvalidOperationException">There is no such messenger yet.</exception>
    public static AkkaConfigurationBuilder WithCephDispatcher<TKey>(
        this AkkaConfigurationBuilder builder,
        Func<ActorSystem, IActorRegistry, IDependencyResolver, Props> props,
        DispatcherOptions? options = null,
        string? messenger = null)
    {
        ArgumentNullException.ThrowIfNull(props);
        var name = CephHosting.For(builder).Choose(messenger);
        return builder.WithActors((system, registry, resolver) =>
        {
            var actor = system.ActorOf(props(system, registry, resolver), $"ceph-dispatcher-{Uri.EscapeDataString(name)}-{typeof(TKey).Name}");
            registry.Register<TKey>(actor);
            system.CephMessenger(name).AddDispatcherTail(actor, options);
        });
    }

    /// <summary>Makes an actor that was started before, such as a shard region, a dispatcher.</summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="dispatcher">Finds it, as in <c>registry => registry.Get&lt;Region&gt;()</c>; asked in the order of the builder's calls.</param>
    /// <param name="options">The message types it takes, and when they are done.</param>
    /// <param name="messenger">The messenger's name; null for the one added last.</param>
    /// <exception cref="InvalidOperationException">There is no such messenger yet.</exception>
    public static AkkaConfigurationBuilder WithCephDispatcher(
        this AkkaConfigurationBuilder builder,
        Func<IActorRegistry, IActorRef> dispatcher,
        DispatcherOptions? options = null,
        string? messenger = null)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        var name = CephHosting.For(builder).Choose(messenger);
        return builder.WithActors((system, registry) => system.CephMessenger(name).AddDispatcherTail(dispatcher(registry), options));
    }

    /// <summary>Adds a fast dispatcher, which is taken from the services of the host.</summary>
    /// <typeparam name="T">The service.</typeparam>
    /// <param name="builder">The actor system.</param>
    /// <param name="messenger">The messenger's name; null for the one added last.</param>
    /// <exception cref="InvalidOperationException">There is no such messenger yet.</exception>
    public static AkkaConfigurationBuilder WithCephFastDispatcher<T>(this AkkaConfigurationBuilder builder, string? messenger = null)
        where T : class, IFastDispatcher
    {
        var name = CephHosting.For(builder).Choose(messenger);
        return builder.WithActors((system, _, resolver) => system.CephMessenger(name).AddFastDispatcherTail(
            resolver.GetService<T>()
            ?? throw new InvalidOperationException($"{typeof(T).Name} is no service of the host: register it, for example with services.AddSingleton<{typeof(T).Name}>().")));
    }
}

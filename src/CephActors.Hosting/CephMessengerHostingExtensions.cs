using Akka.Configuration;
using Akka.Hosting;

namespace CephActors.Hosting;

/// <summary>Gives an actor system of Akka.Hosting its messengers.</summary>
public static class CephMessengerHostingExtensions
{
    /// <summary>Adds the default messenger. See <see cref="WithCephMessenger(AkkaConfigurationBuilder, string, CephMessengerOptions)"/>.</summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="configure">Sets what differs from <c>reference.conf</c> and other HOCON.</param>
    public static AkkaConfigurationBuilder WithCephMessenger(this AkkaConfigurationBuilder builder, Action<CephMessengerOptions>? configure = null) =>
        builder.WithCephMessenger(CephMessengerExtensions.DefaultName, configure);

    /// <summary>Adds the default messenger. See <see cref="WithCephMessenger(AkkaConfigurationBuilder, string, CephMessengerOptions)"/>.</summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="options">What differs from <c>reference.conf</c> and other HOCON.</param>
    public static AkkaConfigurationBuilder WithCephMessenger(this AkkaConfigurationBuilder builder, CephMessengerOptions options) =>
        builder.WithCephMessenger(CephMessengerExtensions.DefaultName, options);

    /// <summary>Adds a messenger by name. See <see cref="WithCephMessenger(AkkaConfigurationBuilder, string, CephMessengerOptions)"/>.</summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="name">The messenger's name.</param>
    /// <param name="configure">Sets what differs from <c>reference.conf</c> and other HOCON.</param>
    public static AkkaConfigurationBuilder WithCephMessenger(this AkkaConfigurationBuilder builder, string name, Action<CephMessengerOptions>? configure = null)
    {
        var options = new CephMessengerOptions();
        configure?.Invoke(options);
        return builder.WithCephMessenger(name, options);
    }

    /// <summary>
    /// Adds a messenger: it starts with the host, listens if <c>bind</c> is set once all actors have been started, so that every
    /// dispatcher hears of the first connection, and shuts down with the actor system. If it cannot listen, or a setting is not
    /// allowed, the host does not start.
    /// </summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="name">The messenger's name, by which <c>system.CephMessenger(name)</c> finds it; its options become <c>ceph.messengers.NAME</c>.</param>
    /// <param name="options">What differs from <c>reference.conf</c> and other HOCON, over both of which it wins.</param>
    /// <exception cref="ArgumentException">There is a messenger of this name already, or a policy that no setting can say.</exception>
    public static AkkaConfigurationBuilder WithCephMessenger(this AkkaConfigurationBuilder builder, string name, CephMessengerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CephHosting.For(builder).Add(name);
        if (options.ToHocon(name) is { Length: > 0 } hocon)
            builder.AddHocon(ConfigurationFactory.ParseString(hocon), HoconAddMode.Prepend);
        return builder.AddStartup(async (system, _) =>
        {
            var messenger = system.CephMessenger(name);
            if (messenger.ConfiguredAddresses.Count > 0)
                await messenger.BindAsync().ConfigureAwait(false);
        });
    }
}

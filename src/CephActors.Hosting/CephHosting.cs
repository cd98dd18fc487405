using Akka.Actor.Setup;
using Akka.Hosting;

namespace CephActors.Hosting;

/// <summary>The messengers that one <see cref="AkkaConfigurationBuilder"/> was given; travels with the actor system as one of its setups.</summary>
internal sealed class CephHosting : Setup
{
    private readonly List<string> _messengers = [];

    /// <summary>That of a builder, made if there is none.</summary>
    public static CephHosting For(AkkaConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Setups.OfType<CephHosting>().FirstOrDefault() is { } existing)
            return existing;
        var hosting = new CephHosting();
        builder.AddSetup(hosting);
        return hosting;
    }

    public bool Has(string messenger) => _messengers.Contains(messenger);

    public void Add(string messenger)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(messenger);
        if (Has(messenger))
            throw new ArgumentException($"There is a messenger '{messenger}' already: give each WithCephMessenger another name.", nameof(messenger));
        _messengers.Add(messenger);
    }

    /// <summary>The messenger that is meant: the one named, or that which was added last.</summary>
    public string Choose(string? messenger)
    {
        if (messenger is null && _messengers.Count > 0)
            return _messengers[^1];
        if (messenger is not null && Has(messenger))
            return messenger;
        throw new InvalidOperationException($"There is no messenger{(messenger is null ? "" : $" '{messenger}'")} yet: call WithCephMessenger before.");
    }
}

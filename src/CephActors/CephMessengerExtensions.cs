using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace CephActors;

/// <summary>Gives an actor system its messengers.</summary>
public static class CephMessengerExtensions
{
    /// <summary>The name of the messenger that <see cref="CephMessenger(ActorSystem)"/> gives.</summary>
    public const string DefaultName = "default";

    /// <summary>
    /// The default messenger of this actor system, made at the first call from <c>ceph.messenger</c> of its configuration.
    /// </summary>
    /// <exception cref="CephMessengerConfigurationException">A setting is unknown or out of range.</exception>
    public static CephMessenger CephMessenger(this ActorSystem system) => system.CephMessenger(DefaultName);

    /// <summary>
    /// The messenger of this name, made at the first call from <c>ceph.messenger</c>, overridden by <c>ceph.messengers.NAME</c>.
    /// After it was shut down the next call makes a new one.
    /// </summary>
    /// <exception cref="CephMessengerConfigurationException">A setting is unknown or out of range.</exception>
    public static CephMessenger CephMessenger(this ActorSystem system, string name)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return CephMessengers.For(system).Get(name);
    }

    /// <summary>Finds the messenger of this name, if one was made and has not been shut down.</summary>
    public static bool TryGetCephMessenger(this ActorSystem system, string name, [NotNullWhen(true)] out CephMessenger? messenger)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        messenger = CephMessengers.For(system).Find(name);
        return messenger is not null;
    }

    /// <summary>
    /// Lets this actor system take in what dispatchers of other nodes are told and pass on, such as <see cref="MessageReceived"/>,
    /// though it has no messenger. Where a messenger has been made that is so already.
    /// </summary>
    public static void AddCephSerialization(this ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        CephMessengers.For(system);
    }
}

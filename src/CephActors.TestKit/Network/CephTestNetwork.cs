using Akka.Actor;
using Akka.Configuration;
using CephActors.Configuration;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>
/// A network inside the process, for the messengers of one or several actor systems. It behaves like TCP: bytes are buffered
/// up to 256 KiB in each direction and then push back, ends and resets are told apart, and where nobody listens connects are refused.
/// Links between messengers can be cut, partitioned and slowed. All members may be used from any thread.
/// </summary>
/// <remarks>
/// Addresses are those of the real world, such as <c>v1:127.0.0.1:6800/5</c>, and mean nothing outside this object: two
/// networks never meet, and no port of the host is taken.
/// </remarks>
public sealed class CephTestNetwork
{
    private readonly Lock _gate = new();
    private readonly List<CephMessenger> _messengers = [];
    private int _lastMessenger;

    /// <summary>Every messenger made on this network, in order, also those that were shut down.</summary>
    public IReadOnlyList<CephMessenger> Messengers
    {
        get
        {
            lock (_gate) return [.. _messengers];
        }
    }

    /// <summary>For those who need a socket without a messenger.</summary>
    internal InMemoryTransport Transport { get; } = new();

    /// <summary>
    /// Makes a messenger on this network. <see cref="CephMessenger.BindAsync"/> without arguments gives it a port.
    /// </summary>
    /// <param name="system">The actor system it lives in.</param>
    /// <param name="entity">The entity's name, such as <c>osd.1</c>. Several messengers may have the same.</param>
    /// <param name="hocon">Its settings, as they stand under <c>ceph.messengers.NAME</c>; what is left out is the actor system's <c>ceph.messenger</c>.</param>
    /// <exception cref="CephMessengerConfigurationException">A setting is unknown or out of range.</exception>
    public CephMessenger CreateMessenger(ActorSystem system, string entity, string? hocon = null) =>
        CreateMessenger(system, entity, hocon, wrap: null);

    /// <summary>As <see cref="CreateMessenger(ActorSystem, string, string?)"/>, with an interceptor at its sockets.</summary>
    /// <param name="system">The actor system it lives in.</param>
    /// <param name="entity">The entity's name.</param>
    /// <param name="interceptor">Watches the sockets of this messenger; an interceptor serves one messenger.</param>
    /// <param name="hocon">Its settings.</param>
    /// <exception cref="CephMessengerConfigurationException">A setting is unknown or out of range.</exception>
    public CephMessenger CreateMessenger(ActorSystem system, string entity, Interceptor interceptor, string? hocon = null)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return CreateMessenger(system, entity, hocon, interceptor.Over);
    }

    /// <summary>
    /// Lets every messenger that <see cref="CephMessengerExtensions.CephMessenger(ActorSystem, string)"/> makes for this actor
    /// system from now on live on this network, so that a service is tested as it is. Those it has already keep their sockets.
    /// </summary>
    public void Join(ActorSystem system)
    {
        CephMessengers.For(system).Maker = (name, settings) => Create(system, name, settings, wrap: null);
    }

    /// <summary>
    /// Resets every socket between two ends now, on both sides at once; what is on its way or waits to be read is lost.
    /// The messengers may connect again at once.
    /// </summary>
    /// <returns>How many sockets that were.</returns>
    public int Cut(NetworkEnd a = default, NetworkEnd b = default) => Transport.Cut(Known(a), Known(b));

    /// <summary>
    /// Parts two ends: nothing that one sends reaches the other until <see cref="Heal(NetworkEnd, NetworkEnd)"/>, and neither is told. What was
    /// sent arrives then, in order. Resets are lost, so that a side whose peer has gone meanwhile learns of it only when it sends
    /// something after the partition, as with TCP.
    /// </summary>
    /// <param name="a">One end.</param>
    /// <param name="b">The other; anybody if left out, which isolates the first.</param>
    /// <param name="mode">What becomes of connects.</param>
    public void Partition(NetworkEnd a, NetworkEnd b = default, PartitionMode mode = PartitionMode.Silent) =>
        Transport.Add(new LinkRule(Known(a), Known(b), mode, default));

    /// <summary>Ends the partition between two ends. Others that part them too, such as one from anybody, stay.</summary>
    public void Heal(NetworkEnd a, NetworkEnd b = default) => Transport.Remove(rule => rule.Partition is not null && rule.IsBetween(a, b));

    /// <summary>Ends all partitions.</summary>
    public void Heal() => Transport.Remove(rule => rule.Partition is not null);

    /// <summary>
    /// Gives what two ends send to each other from now on a time to travel, measured by the scheduler of the actor system that
    /// receives it, so by virtual time where there is some. A connect takes it twice. Order is kept.
    /// </summary>
    /// <param name="a">One end.</param>
    /// <param name="b">The other.</param>
    /// <param name="oneWay">The time one way; zero for none. The last call for any two ends counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Delay(NetworkEnd a, NetworkEnd b, TimeSpan oneWay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oneWay, TimeSpan.Zero);
        Transport.Add(new LinkRule(Known(a), Known(b), null, oneWay));
    }

    /// <summary>How many sockets between two ends are open on one side at least.</summary>
    public int CountSockets(NetworkEnd a = default, NetworkEnd b = default) => Transport.CountOpen(a, b);

    /// <summary>How many sockets were opened between two ends since the network was made: how often they connected.</summary>
    public int CountConnects(NetworkEnd a = default, NetworkEnd b = default) => Transport.CountOpened(a, b);

    /// <summary>As the public one, with something between the messenger and its sockets, or other sockets altogether.</summary>
    internal CephMessenger CreateMessenger(ActorSystem system, string entity, string? hocon, Func<ByteTransport, ByteTransport>? wrap)
    {
        ArgumentNullException.ThrowIfNull(system);
        _ = CephMessengers.For(system); // puts the defaults beneath the configuration
        var name = $"{entity.Replace('.', '-')}-{Interlocked.Increment(ref _lastMessenger)}";
        var config = ConfigurationFactory.ParseString($"ceph.messengers.{name} {{ bind = [\"v1:127.0.0.1:0\"]\nname = \"{entity}\"\n{hocon}\n}}")
            .WithFallback(system.Settings.Config);
        return Create(system, name, MessengerSettings.Read(config, name), wrap);
    }

    private CephMessenger Create(ActorSystem system, string name, MessengerSettings settings, Func<ByteTransport, ByteTransport>? wrap)
    {
        var host = new InMemoryHost(Transport, system.Scheduler);
        var messenger = CephMessengers.For(system).Create(name, settings, wrap is null ? host : wrap(host));
        host.Messenger = messenger;
        lock (_gate) _messengers.Add(messenger);
        return messenger;
    }

    private NetworkEnd Known(NetworkEnd end)
    {
        lock (_gate)
        {
            return end.Messenger is null || _messengers.Contains(end.Messenger)
                ? end
                : throw new ArgumentException($"{end} is not on this network.", nameof(end));
        }
    }
}

using CephActors;
using CephActors.Messages;

namespace MiniMon;

/// <summary>What the actors of this monitor know of their cluster: it is the only monitor, and nothing ever changes.</summary>
internal sealed class Cluster
{
    private static readonly string[] FeatureNames =
        ["kraken", "luminous", "mimic", "osdmap-prune", "nautilus", "octopus", "pacific", "elector-pinging"];

    public Cluster(string name, EntityAddressVector addresses, CephxServer auth)
    {
        Name = name;
        Addresses = addresses;
        Auth = auth;
        var now = UTime.From(DateTimeOffset.UtcNow);
        Map = new MonMap
        {
            Fsid = Guid.NewGuid(),
            Epoch = 1,
            Created = now,
            LastChanged = now,
            PersistentFeatures = (1UL << FeatureNames.Length) - 1,
            MinMonRelease = 16,
            Mons = new Dictionary<string, MonInfo> { [name] = new(name, addresses) },
        };
    }

    /// <summary>This monitor's name.</summary>
    public string Name { get; }

    /// <summary>This monitor's addresses.</summary>
    public EntityAddressVector Addresses { get; }

    /// <summary>Knows who the clients are.</summary>
    public CephxServer Auth { get; }

    /// <summary>The monitor map.</summary>
    public MonMap Map { get; }

    /// <summary>The names of the map's persistent features.</summary>
    public static IReadOnlyList<string> PersistentFeatures => FeatureNames;

    /// <summary>The map as a message, in the form the receiver understands.</summary>
    public CephMessage MapMessage(Connection receiver) => new MMonMap(Map).ToMessage(features: receiver.Features);
}

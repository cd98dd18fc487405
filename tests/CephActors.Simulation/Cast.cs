using System.Collections.Immutable;

namespace CephActors.Simulation;

/// <summary>Who the entities of a world are and which policy each has towards which: those of the cluster's own daemons.</summary>
internal sealed class Cast(PolicyPair pair, ImmutableArray<EntityType> types)
{
    public int Count => types.Length;

    /// <summary>Types for a world of one pair: the first entities accept, the others connect.</summary>
    public static ImmutableArray<EntityType> OfPair(int entities, int acceptors) =>
        [.. Enumerable.Range(0, entities).Select(i => i < acceptors ? EntityType.Osd : EntityType.Client)];

    public EntityType TypeOf(int entity) => types[entity];

    /// <summary>It has an address of its own that others can connect to.</summary>
    public bool Binds(int entity) => types[entity] is not EntityType.Client;

    /// <summary>Who is meant by a peer's type decides, as in Ceph.</summary>
    public Policy PolicyOf(EntityType own, EntityType peer)
    {
        if (!pair.IsMixed)
            return own is EntityType.Osd ? pair.Acceptor : pair.Connector;
        return (own, peer) switch
        {
            (EntityType.Mon, EntityType.Mon) => Policy.LosslessPeerReuse,
            (EntityType.Osd, EntityType.Osd) or (EntityType.Mds, EntityType.Mds) => Policy.LosslessPeer,
            (EntityType.Mds, EntityType.Client) => Policy.StatefulServer,
            (EntityType.Client, EntityType.Mds) => Policy.LosslessClient,
            (EntityType.Mon, _) => Policy.StatelessServer,
            (_, EntityType.Mon) or (EntityType.Client, _) or (EntityType.Mds, EntityType.Osd) => Policy.LossyClient,
            _ => Policy.StatelessRegisteredServer,
        };
    }

    public Policy PolicyOf(int own, int peer) => PolicyOf(types[own], types[peer]);

    /// <summary>The one may open connections to the other.</summary>
    public bool Connects(int from, int to) => from != to && Binds(to) && !PolicyOf(from, to).Server;

    /// <summary>Messages go between the two.</summary>
    public bool Talks(int one, int other) => Connects(one, other) || Connects(other, one);

    /// <summary>A broken socket ends a connection between the two.</summary>
    public bool IsLossy(int one, int other) => PolicyOf(one, other).Lossy || PolicyOf(other, one).Lossy;

    /// <summary>Both sides connect.</summary>
    public bool ArePeers(int one, int other) => Connects(one, other) && Connects(other, one);
}

namespace CephActors.Injection;

/// <summary>Types a peer may have, as the bits their numbers are.</summary>
internal readonly record struct PeerTypeSet(byte Bits)
{
    private static readonly EntityType[] All = [EntityType.Mon, EntityType.Mds, EntityType.Osd, EntityType.Client, EntityType.Mgr];

    public bool IsEmpty => Bits == 0;

    /// <exception cref="ArgumentException">A type that no peer has.</exception>
    public static PeerTypeSet Of(IReadOnlyCollection<EntityType> types, string parameter)
    {
        ArgumentNullException.ThrowIfNull(types, parameter);
        byte bits = 0;
        foreach (var type in types)
        {
            if (!All.Contains(type))
                throw new ArgumentException($"{type} is not the type of a peer; {string.Join(", ", All)} are.", parameter);
            bits |= (byte)type;
        }

        return new PeerTypeSet(bits);
    }

    public bool Contains(EntityType type) => (Bits & (byte)type) != 0;

    public IReadOnlyCollection<EntityType> ToCollection()
    {
        var set = this;
        return [.. All.Where(set.Contains)];
    }
}

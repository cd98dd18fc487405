namespace CephActors;

/// <summary>
/// One running entity: who it is and where it answers. Ceph: <c>src/msg/msg_types.h</c>, <c>entity_inst_t</c>.
/// </summary>
/// <param name="Name">Type and number.</param>
/// <param name="Address">Where it answers; the nonce tells one life of the process from the next.</param>
public readonly record struct EntityInstance(EntityName Name, EntityAddress Address)
{
    /// <summary>Name and address separated by a blank, as Ceph's logs write them.</summary>
    public override string ToString() => $"{Name} {Address}";
}

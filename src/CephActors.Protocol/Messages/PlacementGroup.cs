using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// A placement group: a pool and one of its parts. Wire: version 1 (1), pool (8), seed (4), an unused −1 (4).
/// Ceph: <c>src/osd/osd_types.h</c>, <c>pg_t</c>.
/// </summary>
/// <param name="Pool">The pool's number.</param>
/// <param name="Seed">Which of the pool's groups.</param>
public readonly record struct PlacementGroup(long Pool, uint Seed)
{
    private const byte Version = 1;
    private const int NoPreferredOsd = -1;

    internal static PlacementGroup Read(ref WireReader reader, string field)
    {
        if (reader.ReadU8(field) is var version && version != Version && !reader.Failed)
            reader.Fail(field, $"version {version} is not known");
        var group = new PlacementGroup(reader.ReadS64(field), reader.ReadU32(field));
        reader.ReadS32(field);
        return group;
    }

    internal void Write(WireWriter writer)
    {
        writer.WriteU8(Version);
        writer.WriteS64(Pool);
        writer.WriteU32(Seed);
        writer.WriteS32(NoPreferredOsd);
    }
}

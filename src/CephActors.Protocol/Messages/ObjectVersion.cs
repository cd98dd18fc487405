using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>A version of an object or of a placement group's log. Wire: version (8), epoch (4). Ceph: <c>src/osd/osd_types.h</c>, <c>eversion_t</c>.</summary>
/// <param name="Version">The number within the placement group.</param>
/// <param name="Epoch">The OSD map of the time.</param>
public readonly record struct ObjectVersion(ulong Version, uint Epoch)
{
    internal static ObjectVersion Read(ref WireReader reader, string field) => new(reader.ReadU64(field), reader.ReadU32(field));

    internal void Write(WireWriter writer)
    {
        writer.WriteU64(Version);
        writer.WriteU32(Epoch);
    }
}

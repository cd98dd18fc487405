using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// What tells a request from all others where the header does not. Wire: envelope (2,2) around name (9), transaction id (8), incarnation (4).
/// Ceph: <c>src/osd/osd_types.h</c>, <c>osd_reqid_t</c>.
/// </summary>
/// <param name="Client">Who asked first; the default value for whoever sent the message.</param>
/// <param name="Tid">That client's transaction id; 0 for the message's own.</param>
/// <param name="Incarnation">That client's incarnation.</param>
public readonly record struct OsdRequestId(EntityName Client, ulong Tid, int Incarnation)
{
    private const byte Version = 2;

    internal static OsdRequestId Read(ref WireReader reader, string field)
    {
        var envelope = reader.BeginEnvelope(Version, field);
        var id = new OsdRequestId(reader.ReadEntityName(field), reader.ReadU64(field), reader.ReadS32(field));
        reader.EndEnvelope(envelope);
        return id;
    }

    internal void Write(WireWriter writer)
    {
        int mark = writer.BeginEnvelope(Version, Version);
        writer.WriteEntityName(Client);
        writer.WriteU64(Tid);
        writer.WriteS32(Incarnation);
        writer.EndEnvelope(mark);
    }
}

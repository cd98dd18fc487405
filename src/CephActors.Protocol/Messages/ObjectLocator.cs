using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// Where an object belongs. Wire: envelope (6,3) around pool (8), an unused −1 (4), key, namespace, hash (8).
/// Ceph: <c>src/osd/osd_types.h</c>, <c>object_locator_t</c>.
/// </summary>
/// <param name="Pool">The pool's number.</param>
public sealed record ObjectLocator(long Pool)
{
    /// <summary>The value of <see cref="Hash"/> that stands for none.</summary>
    public const long NoHash = -1;

    private const byte Version = 6;
    private const byte Compat = 3;

    /// <summary>Places the object instead of its name; empty for none.</summary>
    public string Key { get; init; } = "";

    /// <summary>The namespace within the pool; empty for the default one.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Places the object instead of its name, if not <see cref="NoHash"/>; then there is no key.</summary>
    public long Hash { get; init; } = NoHash;

    internal static ObjectLocator Read(ref WireReader reader, string field)
    {
        var envelope = reader.BeginEnvelope(Version, field);
        if (envelope.Version < Version && !reader.Failed)
            reader.Fail(field, $"version {envelope.Version} is older than this decoder knows");
        var pool = reader.ReadS64(field);
        reader.ReadS32(field);
        var locator = new ObjectLocator(pool) { Key = reader.ReadString(field), Namespace = reader.ReadString(field), Hash = reader.ReadS64(field) };
        reader.EndEnvelope(envelope);
        return locator;
    }

    // Who takes no notice of a hash would look in the wrong place.
    internal void Write(WireWriter writer)
    {
        int mark = writer.BeginEnvelope(Version, Hash == NoHash ? Compat : Version);
        writer.WriteS64(Pool);
        writer.WriteS32(-1);
        writer.WriteString(Key);
        writer.WriteString(Namespace);
        writer.WriteS64(Hash);
        writer.EndEnvelope(mark);
    }
}
